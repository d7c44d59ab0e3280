/** What other rooms may know of the programme. They read loyalty's tables through this file alone. */
export type { Step } from "./tiers/progress.ts";
export { tierProgress } from "./tiers/tiers-as-of.server.ts";
