import { useState } from "react";

/**
 * Saves what an address of the app answers as a file. Fetched rather than linked to: App Bridge signs what is fetched, and
 * a link inside the admin's frame would arrive without a session.
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
  return {
    state,
    download: (address: string, fileName: string) => void download(address, fileName),
  };
}

function save(file: Blob, fileName: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}
