// What other rooms may know of the programme: they read loyalty's tables through this file alone.

export { accountFields, accountOf, readAccounts } from "./view/account-fields.server.ts";
export { loadAvailable } from "./view/load-available.server.ts";
export { type EarnRuleFacts, loadEarnRule } from "./view/load-earn-rule.server.ts";
export { loadMember, loadMembers, type Member } from "./view/load-members.server.ts";
export { loadProgramFacts, type ProgramFacts } from "./view/load-program-facts.server.ts";
export { loadTiers } from "./view/load-tiers.server.ts";
export { pointsOfEntries } from "./view/read-entries.server.ts";
export { lockRedemptions, readRedemptions, redemptionsOf } from "./view/read-redemptions.server.ts";
export { membersAfter, readTierNames, readTiers } from "./view/read-tiers.server.ts";
