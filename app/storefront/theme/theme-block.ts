/** The theme block that shows shoppers their points. Its handle is its file's name in the theme extension. */
export const BALANCE_BLOCK = "points-balance";
/** The one that says who may buy a product. */
export const ACCESS_BLOCK = "product-access";

/** Where in a theme each of them is added. */
const places = {
  [BALANCE_BLOCK]: { template: "customers/account", target: "newAppsSection" },
  [ACCESS_BLOCK]: { template: "product", target: "mainSection" },
};

export type ThemeFile = { filename: string; content: string };

/** Whether a merchant has put one of the app's blocks into any of these theme files, and has not switched it off. */
export function holdsBlock(files: ThemeFile[], appHandle: string, block: string): boolean {
  const type = `shopify://apps/${appHandle}/blocks/${block}/`;
  return files.some(
    ({ content }) => content.includes(type) && showsBlock(parseThemeJson(content), type),
  );
}

/** Where a merchant adds the block to its page of the published theme, in one click. */
export function themeEditorUrl(
  shopDomain: string,
  apiKey: string,
  block: keyof typeof places,
): string {
  const { template, target } = places[block];
  const query = new URLSearchParams({
    template,
    addAppBlockId: `${apiKey}/${block}`,
    target,
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
