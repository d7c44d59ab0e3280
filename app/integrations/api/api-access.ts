export const apiAccesses = ["read", "write"] as const;
/** What a key may do: look, or change things too. */
export type ApiAccess = (typeof apiAccesses)[number];
