import { PartialRetry } from "#app/ground/retry.ts";

/** What work waits for that finds an account frozen: unfreezing any account wakes it, and who is still waiting then waits on. */
export const UNFREEZE = "account.unfrozen";

/** All but these events were dealt with: nothing moves on the accounts of these until somebody has looked at them. */
export class AccountFrozen extends PartialRetry {
  constructor(eventIds: Iterable<string>) {
    super(eventIds, "An account is frozen", UNFREEZE);
  }
}
