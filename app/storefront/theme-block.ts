/** The theme block that shows shoppers their points. Its handle is its file's name in the theme extension. */
export const BALANCE_BLOCK = "points-balance";

export type ThemeFile = { filename: string; content: string };

/** Whether a merchant has put one of the app's blocks into any of these theme files, and has not switched it off. */
export function holdsBlock(files: ThemeFile[], appHandle: string, block: string): boolean {
  const type = `shopify://apps/${appHandle}/blocks/${block}/`;
  return files.some(
    ({ content }) => content.includes(type) && showsBlock(parseThemeJson(content), type),
  );
}

/** Where a merchant adds the block to the account page of the published theme, in one click. */
export function themeEditorUrl(shopDomain: string, apiKey: string, block: string): string {
  const query = new URLSearchParams({
    template: "customers/account",
    addAppBlockId: `${apiKey}/${block}`,
    target: "newAppsSection",
  });
  return `https://${shopDomain}/admin/themes/current/editor?${query}`;
}

/** A block anywhere in the tree of sections and blocks; what is disabled hides everything within. */
function showsBlock(node: unknown, type: string): boolean {
  if (typeof node !== "object" || node === null) return false;

  const { type: ownType, disabled, ...rest } = node as Record<string, unknown>;
  if (disabled === true) return false;
  if (typeof ownType === "string" && ownType.startsWith(type)) return true;
  return Object.values(rest).some((child) => showsBlock(child, type));
}

/** Theme files open with a comment that says they are generated, which JSON does not know. */
function parseThemeJson(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\s*\/\*[\s\S]*?\*\//, ""));
  } catch {
    return null;
  }
}
