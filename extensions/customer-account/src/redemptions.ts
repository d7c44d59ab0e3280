import { redemptionsOf } from "../../shared/redemptions.ts";
import { ask, storage } from "./account.ts";

/** Redeeming rewards and giving them back, as whoever is signed in. */
export const { redeem, giveBack } = redemptionsOf({
  ask,
  keys: {
    read: (rewardId) => storage.read<string>(`redeem.${rewardId}`),
    write: (rewardId, key) => storage.write(`redeem.${rewardId}`, key),
    delete: (rewardId) => storage.delete(`redeem.${rewardId}`),
  },
});
