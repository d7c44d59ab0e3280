/** What the server tells the host's script of one extension on a page. Shared by both sides. */
export type HostFacts = {
  target: string;
  handle: string;
  apiVersion: string;
  capabilities: string[];
  scriptUrl: string;
  tokenUrl: string;
  /** The shop's root in the visitor's language. */
  root: string;
  language: string;
  extensionLanguage: string;
  texts: unknown;
  settings: Record<string, string | number | boolean>;
  country: string;
  currency: string;
  timezone: string;
  shop: { id: string; name: string; myshopifyDomain: string; storefrontUrl: string };
  /** Who is signed in. */
  customer: { id: string } | null;
  email: string | null;
  /** On pages of one order. */
  order: { id: string; name: string; confirmationNumber: string; isFirstOrder: boolean } | null;
  /** The path below a full page's own. */
  path: string;
};
