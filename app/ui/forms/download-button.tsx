import { BlockStack, Button, InlineError } from "@shopify/polaris";
import { useId, useState } from "react";

type Props = {
  label: string;
  /** The address of the app that answers the file. */
  address: string;
  fileName: string;
  size?: "slim" | "medium";
};

/** Saves what an address of the app answers as a file, and says when that failed. */
export function DownloadButton({ label, address, fileName, size = "medium" }: Props) {
  const { state, download } = useDownload();
  const id = useId();
  return (
    <BlockStack gap="100" inlineAlign="start">
      <Button
        size={size}
        loading={state === "loading"}
        onClick={() => void download(address, fileName)}
      >
        {label}
      </Button>
      {state === "failed" && (
        <InlineError message="It could not be downloaded. Try again." fieldID={id} />
      )}
    </BlockStack>
  );
}

/**
 * Fetched rather than linked to: App Bridge signs what is fetched, and a link inside the admin's
 * frame would arrive without a session.
 */
export function useDownload() {
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const download = async (address: string, fileName: string) => {
    setState("loading");
    try {
      const reply = await fetch(address);
      if (!reply.ok) return setState("failed");
      save(await reply.blob(), fileName);
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  return { state, download };
}

function save(file: Blob, fileName: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}
