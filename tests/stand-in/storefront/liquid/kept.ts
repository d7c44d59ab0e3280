import { watch } from "node:fs";

const folders = new Map<string, Map<string, unknown>>();

/**
 * What was made of the files of a folder, kept until one of them is saved: Shopify compiles a theme when it is uploaded, and
 * reads none of its files for a page.
 */
export function keptOf<Made>(folder: string, name: string, make: () => Made): Made {
  const known = folders.get(folder) ?? open(folder);
  if (!known.has(name)) known.set(name, make());
  return known.get(name) as Made;
}

function open(folder: string): Map<string, unknown> {
  const kept = new Map<string, unknown>();
  folders.set(folder, kept);
  watch(folder, { persistent: false }, () => kept.clear());
  return kept;
}
