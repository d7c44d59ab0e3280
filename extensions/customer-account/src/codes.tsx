import { words } from "./account.ts";
import { Copy } from "./copy.tsx";
import type { Code } from "./member.ts";

const { say, day } = words;

/** Rewards that wait to be used. */
export function Codes({ codes }: { codes: Code[] }) {
  return (
    <s-section heading={say("codes.heading")}>
      <s-unordered-list>
        {codes.map(({ id, reward, code, until }) => (
          <s-list-item key={id}>
            <s-stack direction="inline" gap="base" alignItems="center">
              <s-text dir="auto">{reward}</s-text>
              <s-text type="strong" dir="ltr">
                {code}
              </s-text>
              {until && <s-text color="subdued">{say("codes.until", { when: day(until) })}</s-text>}
              <Copy id={`code-${id}`} text={code} label={say("copy_this", { code })} />
            </s-stack>
          </s-list-item>
        ))}
      </s-unordered-list>
    </s-section>
  );
}
