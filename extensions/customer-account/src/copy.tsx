import { useState } from "preact/hooks";

import { words } from "./account.ts";

const { say } = words;

/** A button that copies a text; `label` says to those who do not see the page what it copies. */
export function Copy({ id, text, label }: { id: string; text: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <>
      <s-clipboard-item id={id} text={text} onCopy={() => setCopied(true)} />
      <s-button
        commandFor={id}
        command="--copy"
        accessibilityLabel={isCopied ? `${say("copied")}: ${text}` : label}
      >
        {isCopied ? say("copied") : say("copy")}
      </s-button>
    </>
  );
}
