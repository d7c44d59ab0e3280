import type { HostFacts } from "../host-facts.ts";
import { defineComponents } from "./components/index.ts";
import { runExtension } from "./run-extension.ts";

defineComponents();
for (const slot of document.querySelectorAll<HTMLElement>("[data-extension]")) {
  const facts = JSON.parse(slot.dataset["extension"] ?? "{}") as HostFacts;
  runExtension(slot, facts).catch((error: unknown) => {
    // Seen by tests and developers; Shopify shows nothing in place of an extension that fails.
    console.error(`The extension ${facts.handle} failed at ${facts.target}:`, error);
  });
}
