// What other rooms may know of the programme: they read loyalty's tables through this file alone.

export {
  accountFields,
  accountOf,
  loadAvailable,
  pointsOfEntries,
  readAccounts,
} from "./view/account-fields.server.ts";
export { findByCode } from "./view/find-by-code.server.ts";
export { excludedAmong } from "./program/exclusions.server.ts";
export { isUnseen } from "./program/program-state.server.ts";
export { type EarnRuleFacts, loadEarnRule } from "./view/load-earn-rule.server.ts";
export { loadMember, loadMembers, type Member } from "./view/load-members.server.ts";
export type { ExcludedMember, PublishedMember } from "./view/member.ts";
export { loadProgramFacts, type ProgramFacts } from "./view/load-program-facts.server.ts";
export { type EventNames, nameInEvents } from "./view/name-in-events.server.ts";
export { lockRedemptions, readRedemptions, redemptionsOf } from "./view/read-redemptions.server.ts";
export { loadTiers, membersAfter, readTierNames, readTiers } from "./view/read-tiers.server.ts";
