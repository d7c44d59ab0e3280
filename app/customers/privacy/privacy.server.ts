import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { toJson } from "#app/ground/json.ts";
import { lock } from "#app/ground/locks.server.ts";
import type { PersonalData } from "#app/ground/personal-data.ts";
import type { Prisma } from "#prisma/generated/client/client.ts";

import { identifierHash } from "../identity/identifier-hash.server.ts";
import { rooms } from "./rooms.server.ts";

/** A person as a privacy request names them. The email is normalised. */
export type NamedPerson = {
  shopifyCustomerId: bigint | null;
  email: string | null;
  orderIds: readonly bigint[];
};

type Request = { key: string; at: Date; now: Date };

/** Collects all that is held about a person and keeps it as the answer, for the merchant to hand over. */
export async function answerDataRequest(
  shopId: string,
  person: NamedPerson,
  request: Request,
): Promise<void> {
  await inShop(shopId, async (tx) => {
    const ids = await findRecords(tx, person);
    const answer = await collect(tx, ids, person.orderIds);
    await noteRequest(tx, person, request, { kind: "data_request", answer });
  });
}

/**
 * Takes out everything that names the person, in all records that ever were theirs. What they
 * bought stays in the shop's books as bought by nobody in particular. See each room's
 * `personal-data.server.ts` for what its tables do.
 */
export async function redactCustomer(
  shopId: string,
  person: NamedPerson,
  request: Request,
): Promise<void> {
  await inShop(shopId, async (tx) => {
    await lock.customers(tx, shopId);
    await leaveTombstone(tx, person, request.now);
    const customerId = { in: await findRecords(tx, person) };
    const orderIds = await ordersOf(tx, customerId.in, person.orderIds);
    const emails = await emailsOf(tx, customerId.in, person);
    for (const room of Object.values<PersonalData>(rooms))
      await room.forget?.(tx, shopId, { customerIds: customerId.in, orderIds, emails });
    await tx.customer.updateMany({
      where: { shopId, id: customerId },
      data: { redactedAt: request.now },
    });
    if (person.email) await forgetAddress(tx, person.email);
    await forgetAnswers(tx, customerId.in, orderIds);
    await noteRequest(tx, person, request, { kind: "customer_redact" });
  });
}

async function noteRequest(
  tx: ShopTx,
  { shopifyCustomerId }: NamedPerson,
  { key: dedupeKey, at: requestedAt, now: completedAt }: Request,
  done: { kind: "data_request"; answer: Prisma.InputJsonValue } | { kind: "customer_redact" },
): Promise<void> {
  const { shopId } = tx;
  const asked = { shopId, id: newId(), dedupeKey, shopifyCustomerId, requestedAt };
  await tx.privacyRequest.upsert({
    where: { shopId_dedupeKey: { shopId, dedupeKey } },
    create: { ...asked, ...done, completedAt },
    update: { ...done, completedAt },
  });
}

/** The person's records: by Shopify's id, by email, and everything that was merged into them. */
async function findRecords(tx: ShopTx, person: NamedPerson): Promise<string[]> {
  const { shopId } = tx;
  const hash = person.email === null ? null : identifierHash(shopId, "email", person.email);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE theirs AS (
      SELECT id FROM customer WHERE shop_id = ${shopId}::uuid AND shopify_id = ${person.shopifyCustomerId}::bigint
      UNION
      SELECT i.customer_id FROM identifier i
      JOIN customer c ON c.shop_id = i.shop_id AND c.id = i.customer_id
      WHERE i.shop_id = ${shopId}::uuid AND i.kind = 'email' AND i.value_hash = decode(${hash}, 'hex')
        -- An email may have gone on to somebody else, who did not ask to be forgotten.
        AND (c.shopify_id IS NULL OR c.shopify_id = ${person.shopifyCustomerId}::bigint)
      UNION
      -- Who bought as a guest what is named as theirs, perhaps under another email.
      SELECT o.customer_id FROM "order" o
      JOIN customer c ON c.shop_id = o.shop_id AND c.id = o.customer_id AND c.shopify_id IS NULL
      WHERE o.shop_id = ${shopId}::uuid AND o.id = ANY (${person.orderIds.map(String)}::bigint[])
      UNION
      SELECT c.id FROM customer c JOIN theirs t ON c.merged_into_id = t.id WHERE c.shop_id = ${shopId}::uuid
    )
    SELECT id::text FROM theirs`;
  return rows.map(({ id }) => id);
}

async function ordersOf(
  tx: ShopTx,
  customerIds: readonly string[],
  named: readonly bigint[],
): Promise<bigint[]> {
  const owned = await tx.order.findMany({
    where: { shopId: tx.shopId, customerId: { in: [...customerIds] } },
    select: { id: true },
  });
  return [...new Set([...owned.map(({ id }) => id), ...named])];
}

/** The email that they are named by, and those that their records have. */
async function emailsOf(
  tx: ShopTx,
  customerIds: readonly string[],
  person: NamedPerson,
): Promise<string[]> {
  const records = await tx.customer.findMany({
    where: { shopId: tx.shopId, id: { in: [...customerIds] } },
    select: { email: true },
  });
  return [person, ...records].flatMap(({ email }) => email ?? []);
}

/** Of a Shopify customer who is not known yet the record is made now: what arrives late must find that they were forgotten. */
async function leaveTombstone(
  tx: ShopTx,
  { shopifyCustomerId: shopifyId }: NamedPerson,
  now: Date,
): Promise<void> {
  if (shopifyId === null) return;
  await tx.customer.createMany({
    data: { shopId: tx.shopId, id: newId(), shopifyId, createdAt: now, redactedAt: now },
    skipDuplicates: true,
  });
}

/** Deletes the answers to data requests that tell of any of these records or orders, whoever asked. */
async function forgetAnswers(
  tx: ShopTx,
  customerIds: readonly string[],
  orderIds: readonly bigint[],
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM privacy_request
    WHERE shop_id = ${tx.shopId}::uuid AND kind = 'data_request' AND (
      jsonb_path_query_array(answer, '$.records[*].id') ?| ${customerIds}::text[]
      OR jsonb_path_query_array(answer, '$.orders[*].id') ?| ${orderIds.map(String)}::text[])`;
}

/** An address is forgotten even where it is known without a record. */
async function forgetAddress(tx: ShopTx, email: string): Promise<void> {
  const { shopId } = tx;
  const hash = identifierHash(shopId, "email", email);
  await tx.$executeRaw`
    DELETE FROM consent WHERE shop_id = ${shopId}::uuid AND channel = 'email' AND address_hash = decode(${hash}, 'hex')`;
}

async function collect(
  tx: ShopTx,
  customerIds: readonly string[],
  namedOrders: readonly bigint[],
): Promise<Prisma.InputJsonValue> {
  const { shopId } = tx;
  const orderIds = await ordersOf(tx, customerIds, namedOrders);
  const records = await tx.customer.findMany({
    where: { shopId, id: { in: [...customerIds] } },
    select: { shopifyId: true },
  });
  const shopifyIds = records.map(({ shopifyId }) => shopifyId).filter((id) => id !== null);
  const held: Record<string, unknown> = {
    earlierRequests: await tx.privacyRequest.findMany({
      where: { shopId, shopifyCustomerId: { in: shopifyIds } },
      omit: { answer: true },
    }),
  };
  for (const room of Object.values<PersonalData>(rooms))
    Object.assign(held, await room.collect?.(tx, shopId, { customerIds, orderIds, emails: [] }));
  return JSON.parse(toJson(held)) as Prisma.InputJsonValue;
}
