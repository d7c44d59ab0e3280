import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { loadTiers } from "#app/loyalty/view.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import {
  createAutomaticBasic,
  createAutomaticFreeShipping,
  createSegment,
  deleteAutomatic,
  deleteSegment,
  discountByTag,
  latestSegments,
  updateAutomaticBasic,
  updateAutomaticFreeShipping,
  updateSegment,
} from "#app/shopify/documents/automatic-discounts.ts";

import { automaticInput, type Offer, offersOf, offerTag, segmentInput } from "./tier-offer.ts";

type Shop = { id: string; domain: string; currency: string };
type Known = Offer & { shopifyGid: string };
type UserError = { message: string };
type Segments = {
  segments: {
    nodes: { id: string; name: string; query: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};
type Written = {
  [mutation: string]: {
    segment?: { id: string } | null;
    automaticDiscountNode?: { id: string } | null;
    userErrors: UserError[];
  };
};

const documents = {
  discount: { create: createAutomaticBasic, update: updateAutomaticBasic },
  free_shipping: { create: createAutomaticFreeShipping, update: updateAutomaticFreeShipping },
};

/**
 * Sees that each tier's discount and free shipping apply by themselves at checkout, for its members
 * alone: a segment by the members' tag, and automatic discounts for that segment. Writes only what
 * is not as it should be.
 */
export async function publishOffers(shopId: string): Promise<void> {
  const shop = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const { wanted, known } = await inShop(shopId, async (tx) => ({
    wanted: offersOf(await loadTiers(tx)),
    known: (await tx.tierOffer.findMany({ where: { shopId } })) as Known[],
  }));
  const keyOf = ({ tierId, kind }: Offer) => `${tierId}.${kind}`;
  const wantedKeys = new Set(wanted.map(keyOf));
  const gone = known.filter((offer) => !wantedKeys.has(keyOf(offer)));
  // A segment goes after the discounts that are for it, and comes before them.
  for (const offer of gone.toSorted(bySegment(1))) await drop(shop, offer);

  const present = new Map(known.map((offer) => [keyOf(offer), offer]));
  const segments = new Map<string, string>();
  for (const offer of wanted.toSorted(bySegment(-1))) {
    const before = present.get(keyOf(offer));
    const isSame = before?.content === offer.content;
    const gid = isSame
      ? before.shopifyGid
      : await write(shop, offer, before?.shopifyGid ?? null, segments.get(offer.tierId) ?? "");
    if (offer.kind === "segment") segments.set(offer.tierId, gid);
    if (!isSame) await keep(shop.id, offer, gid);
  }
}

function bySegment(sign: 1 | -1): (a: Offer, b: Offer) => number {
  return (a, b) => sign * (Number(a.kind === "segment") - Number(b.kind === "segment"));
}

async function write(
  shop: Shop,
  offer: Offer,
  gid: string | null,
  segmentGid: string,
): Promise<string> {
  if (offer.kind === "segment") {
    const input = segmentInput(offer.content);
    if (gid) return run(shop, updateSegment, { ...input, id: gid });
    return (await findSegment(shop, input)) ?? run(shop, createSegment, input);
  }
  const id = gid ?? (await findDiscount(shop, offer));
  const { create, update } = documents[offer.kind];
  const { context, ...input } = automaticInput(offer, segmentGid, shop.currency, now());
  if (!id) return run(shop, create, { discount: { ...input, context } });
  // It is for its segment already, and goes on from when it began.
  const { startsAt: _, ...changed } = input;
  return run(shop, update, { id, discount: changed });
}

/** A segment that was made by a call whose answer was lost: one like it that is no other tier's. */
async function findSegment(
  { id: shopId, domain }: Shop,
  { name, query }: ReturnType<typeof segmentInput>,
): Promise<string | null> {
  for (let after: string | null = null; ;) {
    const { segments }: Segments = await adminGraphql<Segments>(domain, latestSegments, { after });
    const like = segments.nodes.filter((one) => one.name === name && one.query === query);
    const ids = like.map(({ id }) => id);
    const others = await inShop(shopId, (tx) =>
      tx.tierOffer.findMany({ where: { shopId, shopifyGid: { in: ids } } }),
    );
    const taken = new Set(others.map(({ shopifyGid }) => shopifyGid));
    const found = ids.find((id) => !taken.has(id));
    if (found) return found;
    if (!segments.pageInfo.hasNextPage) return null;
    after = segments.pageInfo.endCursor;
  }
}

/** A discount that was made by a call whose answer was lost. */
async function findDiscount(shop: Shop, offer: Offer): Promise<string | null> {
  const reply = await adminGraphql<{ discountNodes: { nodes: { id: string }[] } }>(
    shop.domain,
    discountByTag,
    { query: `tag:'${offerTag(offer)}'` },
  );
  return reply.discountNodes.nodes[0]?.id ?? null;
}

async function run(
  shop: Shop,
  document: string,
  variables: Record<string, unknown>,
): Promise<string> {
  const reply = Object.values(await adminGraphql<Written>(shop.domain, document, variables))[0];
  const gid = (reply?.segment ?? reply?.automaticDiscountNode)?.id;
  if (!gid) throw new Error(`A tier's offer was refused: ${reply?.userErrors[0]?.message}`);
  return gid;
}

async function keep(shopId: string, offer: Offer, shopifyGid: string): Promise<void> {
  const { tierId, kind, content } = offer;
  await inShop(shopId, (tx) =>
    tx.tierOffer.upsert({
      where: { shopId_tierId_kind: { shopId, tierId, kind } },
      create: { shopId, tierId, kind, content, shopifyGid },
      update: { content, shopifyGid },
    }),
  );
}

/** That it is gone already is no error. */
async function drop({ id: shopId, domain }: Shop, { tierId, kind, shopifyGid }: Known) {
  await adminGraphql(domain, kind === "segment" ? deleteSegment : deleteAutomatic, {
    id: shopifyGid,
  });
  await inShop(shopId, (tx) => tx.tierOffer.deleteMany({ where: { shopId, tierId, kind } }));
}
