import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { announceChange, lockProgram } from "../program/program.server.ts";
import { type By, isSame, type Seen } from "../program/program.ts";
import { type Challenge, type ChallengeKind, phaseOf, type SavedGoal } from "./achievement.ts";

/** A challenge as a merchant decides it; without an id it is a new one. */
export type ChallengeSettings = Omit<Challenge, "id"> & { id: string | null };

/** A shop's challenges, the latest first. */
export function listChallenges(shopId: string): Promise<Challenge[]> {
  return inShop(shopId, async (tx) => (await loadChallenges(tx)).toReversed());
}

/** Challenges, the first to start first. */
export async function loadChallenges(tx: ShopTx): Promise<Challenge[]> {
  type Row = Omit<Challenge, "goal"> & { goal: { kind: ChallengeKind; target: string } };
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, name, goal, points, starts_at AS "startsAt", ends_at AS "endsAt", active FROM challenge
    WHERE shop_id = ${tx.shopId}::uuid ORDER BY starts_at, id`;
  return rows.map(({ goal, ...row }) => ({
    ...row,
    goal: { kind: goal.kind, target: BigInt(goal.target) },
  }));
}

/**
 * Saves a challenge, unless it is over or no longer as it was `seen`. What it asks for, and when it
 * began, stays once it has. Who has completed it keeps what it gave; who has done enough already is
 * found in the night.
 */
export function saveChallenge(
  shopId: string,
  settings: ChallengeSettings,
  by: By,
  seen: Seen<Challenge> = () => true,
): Promise<SavedGoal> {
  const { id } = settings;
  if (id !== null) return change(shopId, id, () => settings, by, seen);
  return inShop(shopId, (tx) => write(tx, null, { ...settings, id: newId() }, by));
}

/** Switches a challenge on or off. Off, it counts and gives nothing; who has completed it keeps what it gave. */
export function switchChallenge(
  shopId: string,
  id: string,
  active: boolean,
  by: By,
): Promise<SavedGoal> {
  return change(shopId, id, (before) => ({ ...before, active }), by);
}

/** Ends a challenge that runs: what is done from now on does not count. */
export function endChallenge(shopId: string, id: string, by: By): Promise<SavedGoal> {
  return change(
    shopId,
    id,
    (before) => (phaseOf(before, by.at) === "running" ? { ...before, endsAt: by.at } : before),
    by,
  );
}

function change(
  shopId: string,
  id: string,
  changed: (before: Challenge) => Omit<Challenge, "id">,
  by: By,
  seen: Seen<Challenge> = () => true,
): Promise<SavedGoal> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, by.at);
    const before = (await loadChallenges(tx)).find((one) => one.id === id);
    if (!before) return { outcome: "missing" };
    const phase = phaseOf(before, by.at);
    if (phase === "over") return { outcome: "over" };
    if (!seen(before)) return { outcome: "changed" };
    const after = { ...changed(before), id };
    const begun = { startsAt: before.startsAt, goal: { ...after.goal, kind: before.goal.kind } };
    return write(tx, before, { ...after, ...(phase === "running" && begun) }, by);
  });
}

async function write(
  tx: ShopTx,
  before: Challenge | null,
  after: Challenge,
  { actor, at }: By,
): Promise<SavedGoal> {
  const { shopId } = tx;
  const { id, name, goal, points, startsAt, endsAt, active } = after;
  if (before && isSame(before, after)) return { outcome: "saved", id };

  const isMet = before?.active && before.startsAt <= at && before.goal.target <= goal.target;
  const data = {
    name,
    goal: { kind: goal.kind, target: String(goal.target) },
    points,
    startsAt,
    endsAt,
    active,
    updatedAt: at,
    ...(active && startsAt <= at && !isMet && { toReview: true }),
  };
  await tx.challenge.upsert({
    where: { shopId_id: { shopId, id } },
    create: { ...data, shopId, id },
    update: data,
  });
  const action = endsAt <= at ? "challenge.ended" : "challenge.saved";
  const states = { before: before && flat(before), after: flat(after) };
  await announceChange(tx, { actor, action, subject: `challenge.${id}`, ...states }, at);
  return { outcome: "saved", id };
}

/** So that each thing about it has a line of its own where changes are read. */
function flat({ goal, ...rest }: Challenge) {
  return { ...rest, kind: goal.kind, target: goal.target };
}
