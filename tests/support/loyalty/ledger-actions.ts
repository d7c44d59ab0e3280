import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import type { PostOutcome } from "#app/loyalty/ledger/ledger-batch.ts";
import type { EntryDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";

// What the ledger is asked to do, through its own door.

/** Posts one draft at a moment. */
export async function post(shopId: string, draft: EntryDraft, at: Date): Promise<PostOutcome> {
  const [outcome] = await inShop(shopId, (tx) => postEntries(tx, [draft], at));
  return outcome as PostOutcome;
}

type About = { at: Date; key?: string };

function about(customerId: string, { at, key = newId() }: About) {
  return {
    customerId,
    idempotencyKey: key,
    occurredAt: at,
    source: "app" as const,
    reason: { code: "points_released" as const, points: "0" },
  };
}

export function earn(
  customerId: string,
  points: number,
  traits: About & { orderId?: bigint; wait?: { until: Date } | "until_verified" },
): EntryDraft {
  const { orderId = null, wait = null } = traits;
  const given = { points: BigInt(points), orderId, ruleSnapshot: null, wait };
  return { ...about(customerId, traits), ...given, kind: "earn" };
}

export function takeBack(
  customerId: string,
  points: number,
  traits: About & { orderId?: bigint; undoes?: string },
): EntryDraft {
  const { orderId = null, undoes } = traits;
  const taken = { points: BigInt(points), orderId, ruleSnapshot: null };
  return { ...about(customerId, traits), ...taken, kind: "reverse", ...(undoes && { undoes }) };
}

export function adjust(customerId: string, points: number, traits: About): EntryDraft {
  return { ...about(customerId, traits), kind: "adjust", points: BigInt(points) };
}

export function step(
  kind: "hold" | "capture" | "void" | "return",
  customerId: string,
  redemptionId: string,
  points: number,
  traits: About,
): EntryDraft {
  return { ...about(customerId, traits), kind, redemptionId, points: BigInt(points) };
}

/** The row of a redemption, as the ledger's check looks for it. Returns its id. */
export async function haveRedemption(
  shopId: string,
  customerId: string,
  points: number,
  at: Date,
): Promise<string> {
  const id = newId();
  const row = { clientKey: id, rewardId: id, state: "held", rewardSnapshot: {}, heldAt: at };
  await inShop(shopId, (tx) =>
    tx.redemption.create({ data: { ...row, shopId, id, customerId, points: BigInt(points) } }),
  );
  return id;
}

/** What somebody has, in whole. */
export async function balance(shopId: string, customerId: string) {
  const account = await inShop(shopId, (tx) =>
    tx.ledgerAccount.findUnique({ where: { shopId_customerId: { shopId, customerId } } }),
  );
  const of = (name: "available" | "pending" | "held" | "debt" | "qualifying") =>
    Number(account?.[name] ?? 0);
  return {
    available: of("available"),
    pending: of("pending"),
    held: of("held"),
    debt: of("debt"),
    qualifying: of("qualifying"),
  };
}

/** Points and the day they expire on, of each lot that holds any, soonest first. */
export async function dates(
  shopId: string,
  customerId: string,
): Promise<[number, string | null][]> {
  const lots = await inShop(shopId, (tx) =>
    tx.lot.findMany({
      where: { shopId, customerId, remaining: { gt: 0 } },
      orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    }),
  );
  return lots.map(({ remaining, expiresAt }) => [
    Number(remaining),
    expiresAt && expiresAt.toISOString().slice(0, 10),
  ]);
}
