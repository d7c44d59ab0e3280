import type { ShopTx } from "#app/ground/db.server.ts";
import type { EventDraft, EventSource } from "#app/events/event.ts";
import { newId } from "#app/ground/ids.server.ts";

import { forgotten } from "./claims.ts";
import { identifierHash } from "./identifier-hash.server.ts";
import { recordsOf } from "./records-of.server.ts";
import {
  Identity,
  type IdentityInput,
  type IdentifierRecord,
  type Merge,
  type PersonRecord,
} from "./identity.ts";

/** Whose things are, after a batch was learnt. */
export type Resolution = {
  ofShopifyId(shopifyId: bigint): string | null;
  ofEmail(email: string): string | null;
  /** Orders that found another owner, or whose owner turned out to be no guest, though nothing in them changed. */
  movedOrderIds: bigint[];
  /** Records whose orders are not what they were. */
  touched: Set<string>;
  events: EventDraft[];
};

type NewMerge = Merge & { edgeId: string };

/**
 * Finds or makes the record of everyone named in a batch, merges records that turn out to be one
 * person, and moves what belonged to them. The caller holds the shop's lock: two batches at once
 * could make one person twice.
 */
export async function resolveCustomers(
  tx: ShopTx,
  input: IdentityInput,
  source: EventSource,
  now: Date,
): Promise<Resolution> {
  const identity = await loadIdentity(tx, input);
  identity.learn(input);

  await writePeople(tx, [...identity.changedPeople]);
  await writeIdentifiers(tx, [...identity.changedIdentifiers]);
  await eraseIdentifiers(tx, identity);
  const merges = identity.merges.map((merge): NewMerge => ({ ...merge, edgeId: newId() }));
  await mergeRecords(tx, merges, now);
  const movedOrderIds = [
    ...(await moveGuestOrders(tx, identity)),
    ...(await listOrdersOfOlder(tx, identity)),
  ];

  return {
    ofShopifyId: (shopifyId) => identity.ofShopifyId(shopifyId),
    ofEmail: (email) => identity.ofEmail(email),
    movedOrderIds,
    touched: new Set([
      ...identity.merges.flatMap(({ keptId, mergedId }) => [keptId, mergedId]),
      ...identity.takeovers.flatMap(({ fromId, toId }) => [fromId, toId]),
    ]),
    events: [
      ...identity.created.map((person) => customerCreated(person, source)),
      ...merges.map((merge) => customerMerged(merge, source, now)),
    ],
  };
}

async function loadIdentity(tx: ShopTx, input: IdentityInput): Promise<Identity> {
  const hash = (kind: "shopify" | "email", value: string) => identifierHash(tx.shopId, kind, value);
  const shopifyIds = [
    ...input.claims.map((claim) => claim.shopifyId),
    ...input.mentions.map((mention) => mention.shopifyId),
    ...input.merges.flatMap((merge) => [merge.keptShopifyId, merge.mergedShopifyId]),
    ...input.deletions,
  ].map(String);
  const emails = [
    ...input.claims.map(({ email }) => email),
    ...input.guests.map(({ email }) => email),
  ];
  const hashes = [
    ...shopifyIds.map((id) => hash("shopify", id)),
    ...emails.filter((email) => email !== null).map((email) => hash("email", email)),
  ];
  if (hashes.length === 0) return new Identity({ people: [], identifiers: [] }, { newId, hash });

  const identifiers = await tx.$queryRaw<IdentifierRecord[]>`
    SELECT i.kind, encode(i.value_hash, 'hex') AS hash, i.customer_id::text AS "customerId",
      i.first_seen_at AS "firstSeenAt", i.last_seen_at AS "lastSeenAt", i.claimed_at AS "claimedAt", i.claimed_by AS "claimedBy",
      i.blocked
    FROM identifier i
    WHERE i.shop_id = ${tx.shopId}::uuid AND i.kind IN ('shopify', 'email')
      AND i.value_hash = ANY (SELECT decode(h, 'hex') FROM unnest(${[...new Set(hashes)]}::text[]) AS h)`;
  // Whoever was merged points straight at the record that stays, so one more step finds them all.
  const people = await tx.$queryRaw<PersonRecord[]>`
    WITH named AS (
      SELECT id, merged_into_id FROM customer
      WHERE shop_id = ${tx.shopId}::uuid AND shopify_id = ANY (${[...new Set(shopifyIds)]}::bigint[])
      UNION
      SELECT id, merged_into_id FROM customer
      WHERE shop_id = ${tx.shopId}::uuid AND id = ANY (${identifiers.map(({ customerId }) => customerId)}::uuid[])
    ), needed AS (
      SELECT id FROM named UNION SELECT merged_into_id FROM named WHERE merged_into_id IS NOT NULL
    )
    SELECT c.id::text, c.shopify_id AS "shopifyId", c.merged_into_id::text AS "mergedIntoId",
      c.redacted_at IS NOT NULL AS redacted, c.created_at AS "createdAt", c.source_updated_at AS "asOf",
      c.account_state AS "accountState", c.account_state_at AS "accountStateAt",
      c.email, c.phone, c.first_name AS "firstName", c.last_name AS "lastName", c.country
    FROM needed JOIN customer c ON c.shop_id = ${tx.shopId}::uuid AND c.id = needed.id`;
  return new Identity({ people, identifiers }, { newId, hash });
}

async function writePeople(tx: ShopTx, people: PersonRecord[]): Promise<void> {
  if (people.length === 0) return;
  const rows = people.map((person) => ({
    ...person,
    shopifyId: person.shopifyId?.toString() ?? null,
  }));
  await tx.$executeRaw`
    INSERT INTO customer (shop_id, id, shopify_id, email, phone, first_name, last_name, country, created_at, source_updated_at,
      account_state, account_state_at, merged_into_id, redacted_at)
    SELECT ${tx.shopId}::uuid, r.id, r."shopifyId", r.email, r.phone, r."firstName", r."lastName", r.country, r."createdAt", r."asOf",
      r."accountState", r."accountStateAt", r."mergedIntoId", CASE WHEN r.redacted THEN now() END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
      id uuid, "shopifyId" bigint, email text, phone text, "firstName" text, "lastName" text, country text,
      "createdAt" timestamptz, "asOf" timestamptz, "accountState" text, "accountStateAt" timestamptz, "mergedIntoId" uuid, redacted boolean)
    ON CONFLICT (shop_id, id) DO UPDATE SET
      email = EXCLUDED.email, phone = EXCLUDED.phone, first_name = EXCLUDED.first_name, last_name = EXCLUDED.last_name,
      country = EXCLUDED.country, created_at = EXCLUDED.created_at, source_updated_at = EXCLUDED.source_updated_at,
      account_state = EXCLUDED.account_state, account_state_at = EXCLUDED.account_state_at,
      merged_into_id = EXCLUDED.merged_into_id, redacted_at = COALESCE(customer.redacted_at, EXCLUDED.redacted_at)`;
}

async function writeIdentifiers(tx: ShopTx, identifiers: IdentifierRecord[]): Promise<void> {
  if (identifiers.length === 0) return;
  const rows = identifiers.map((one) => ({ ...one, claimedBy: one.claimedBy?.toString() ?? null }));
  await tx.$executeRaw`
    INSERT INTO identifier (shop_id, kind, value_hash, customer_id, first_seen_at, last_seen_at, claimed_at, claimed_by)
    SELECT ${tx.shopId}::uuid, r.kind, decode(r.hash, 'hex'), r."customerId", r."firstSeenAt", r."lastSeenAt", r."claimedAt", r."claimedBy"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
      kind text, hash text, "customerId" uuid, "firstSeenAt" timestamptz, "lastSeenAt" timestamptz, "claimedAt" timestamptz, "claimedBy" bigint)
    ON CONFLICT (shop_id, kind, value_hash) DO UPDATE SET
      customer_id = EXCLUDED.customer_id, first_seen_at = EXCLUDED.first_seen_at,
      last_seen_at = EXCLUDED.last_seen_at, claimed_at = EXCLUDED.claimed_at, claimed_by = EXCLUDED.claimed_by`;
}

async function eraseIdentifiers(tx: ShopTx, identity: Identity): Promise<void> {
  const { shopId } = tx;
  const people = [...identity.erased];
  if (people.length === 0) return;
  // With what became part of them, which still says what it was known by.
  const records = { in: (await Promise.all(people.map(({ id }) => recordsOf(tx, id)))).flat() };
  await tx.customer.updateMany({ where: { shopId, id: records }, data: forgotten });
  const known = await tx.customer.findMany({
    where: { shopId, id: records, shopifyId: { not: null } },
    select: { shopifyId: true },
  });
  const shopifyIds = known.flatMap(({ shopifyId }) => shopifyId ?? []);
  const hashes = shopifyIds.map((id) => identifierHash(shopId, "shopify", String(id)));
  // What a later merge has moved on is found with the record that they are now, by whose it was.
  const customerId = {
    in: people.flatMap((person) => [person.id, identity.survivorOf(person).id]),
  };
  await tx.identifier.deleteMany({
    where: {
      shopId,
      OR: [
        { customerId: records },
        { customerId, claimedBy: { in: shopifyIds } },
        {
          kind: "shopify",
          valueHash: { in: hashes.map((hash) => new Uint8Array(Buffer.from(hash, "hex"))) },
        },
      ],
    },
  });
  await tx.consent.deleteMany({
    where: { shopId, OR: [{ customerId: records }, { customerId, originId: records }] },
  });
}

/** The merged record stays as a signpost; all that was its own goes to the one that is kept. */
async function mergeRecords(tx: ShopTx, merges: NewMerge[], now: Date): Promise<void> {
  const { shopId } = tx;
  // One after the other: in one batch A may become B, and then B become C.
  for (const { edgeId, keptId, mergedId, reason } of merges) {
    const where = { shopId, customerId: mergedId };
    const data = { customerId: keptId };
    await tx.order.updateMany({ where, data });
    await tx.$executeRaw`
      UPDATE event SET customer_id = ${keptId}::uuid, origin_id = COALESCE(origin_id, customer_id)
      WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ${mergedId}::uuid`;
    await tx.identifier.updateMany({ where, data });
    await tx.$executeRaw`
      UPDATE consent SET customer_id = ${keptId}::uuid, origin_id = COALESCE(origin_id, customer_id)
      WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ${mergedId}::uuid`;
    await tx.customer.updateMany({
      where: { shopId, mergedIntoId: mergedId },
      data: { mergedIntoId: keptId },
    });
    await tx.identityEdge.create({
      data: {
        shopId,
        id: edgeId,
        keptId,
        mergedId,
        source: "shopify",
        confidence: 100,
        reason,
        at: now,
      },
    });
  }
}

async function moveGuestOrders(tx: ShopTx, { takeovers }: Identity): Promise<bigint[]> {
  if (takeovers.length === 0) return [];
  const moved = await tx.$queryRaw<{ id: bigint }[]>`
    UPDATE "order" o SET customer_id = r."toId"
    FROM jsonb_to_recordset(${JSON.stringify(takeovers)}::jsonb) AS r("emailHash" text, "fromId" uuid, "toId" uuid)
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.customer_id = r."fromId" AND r."fromId" <> r."toId"
      AND o.shopify_customer_id IS NULL AND o.guest_email_hash = decode(r."emailHash", 'hex')
    RETURNING o.id`;
  return moved.map(({ id }) => id);
}

/** The orders without a customer of those whom Shopify has known for longer than was thought. */
async function listOrdersOfOlder(tx: ShopTx, { older }: Identity): Promise<bigint[]> {
  if (older.size === 0) return [];
  const orders = await tx.order.findMany({
    where: {
      shopId: tx.shopId,
      customerId: { in: [...older].map(({ id }) => id) },
      shopifyCustomerId: null,
    },
    select: { id: true },
  });
  return orders.map(({ id }) => id);
}

function customerCreated(person: PersonRecord, source: EventSource): EventDraft {
  return {
    type: "customer.created",
    customerId: person.mergedIntoId ?? person.id,
    orderId: null,
    occurredAt: person.createdAt,
    source,
    dedupeKey: `customer.created.${person.shopifyId ?? person.id}`,
    properties: {},
  };
}

function customerMerged(
  { edgeId, keptId, mergedId, reason }: NewMerge,
  source: EventSource,
  now: Date,
): EventDraft {
  return {
    type: "customer.merged",
    customerId: keptId,
    orderId: null,
    occurredAt: now,
    source,
    // A record that was separated may be merged again: that is another event.
    dedupeKey: `customer.merged.${mergedId}.${edgeId}`,
    properties: { mergedId, reason },
  };
}
