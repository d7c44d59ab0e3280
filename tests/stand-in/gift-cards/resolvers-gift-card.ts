import { createHash } from "node:crypto";

import { connectionFrom, connectionOf } from "../graphql/connection.ts";
import type { GraphqlContext, Resolve, Resolvers } from "../graphql/context.ts";
import { money, readGid, time } from "../graphql/values.ts";
import { minorOf } from "../money.ts";
import { gid } from "../payloads/common.ts";
import { giftCardKey, isRedeemable, type GiftCardDoc } from "./gift-card.ts";

const SHORTEST_CODE = 8;
const LONGEST_CODE = 20;

export const GiftCard: Resolvers<GiftCardDoc> = {
  id: ({ id }) => gid("GiftCard", id),
  balance: (card) => money(card.balanceMinor, card.currency),
  initialValue: (card) => money(card.initialMinor, card.currency),
  createdAt: ({ createdAt }) => time(createdAt),
  updatedAt: ({ updatedAt }) => time(updatedAt),
  deactivatedAt: ({ deactivatedAt }) => time(deactivatedAt),
  enabled: ({ deactivatedAt }) => deactivatedAt === null,
  isRedeemable: (card, _args, { clock }) => isRedeemable(card, clock.now()),
  expiresOn: ({ expiresOn }) => expiresOn,
  lastCharacters: ({ code }) => code.slice(-4).toLowerCase(),
  maskedCode: ({ code }) => `•••• •••• •••• ${code.slice(-4)}`,
  note: ({ note }) => note,
  templateSuffix: () => null,
  recipientAttributes: () => null,
  lineItem: () => null,
  order: () => null,
  crossCurrencyRedemptionStrategy: () => "DISALLOW",
  customer: ({ customerId }, _args, { store, shop }) =>
    customerId === null ? null : store.customers.find(shop.id, customerId),
  transactions: (_card, args, context) => connectionOf([], args, context),
};

export const giftCardQueries: Resolvers<unknown> = {
  giftCard: (_root, args, { store, shop }) =>
    store.giftCards.find(shop.id, readGid(args["id"])?.id ?? ""),
  giftCards: (_root, args, context) => connectionFrom(context.store.giftCards, args, context, {}),
};

type Input = {
  initialAmount?: { amount: string | number; currencyCode: string } | null;
  initialValue?: string | number | null;
  code?: string | null;
  customerId?: string | null;
  expiresOn?: string | null;
  note?: string | null;
};

/** Issues a card. The whole code is told once, in this answer. */
const giftCardCreate: Resolve<unknown> = (_source, args, context) => {
  const { store, shop, clock } = context;
  const input = args["input"] as Input;
  const customerId = input.customerId ? (readGid(input.customerId)?.id ?? "") : null;
  const id = store.ids.next("GiftCard");
  const code = giftCardKey(input.code ?? codeOf(shop.id, id));
  const given = input.initialAmount?.amount ?? input.initialValue;
  const initialMinor =
    given === undefined || given === null ? 0 : minorOf(String(given), shop.currency);
  const problem = complaint(context, { code, initialMinor, customerId }, input);
  if (problem) {
    const [field, errorCode, message] = problem;
    const error = { field: ["input", field], code: errorCode, message };
    return { giftCard: null, giftCardCode: null, userErrors: [error] };
  }
  const at = clock.now().toISOString();
  const card: GiftCardDoc = {
    id,
    code,
    initialMinor,
    balanceMinor: initialMinor,
    currency: shop.currency,
    customerId,
    createdAt: at,
    updatedAt: at,
    expiresOn: input.expiresOn ?? null,
    deactivatedAt: null,
    note: input.note ?? null,
  };
  store.giftCards.put(shop.id, card);
  return { giftCard: card, giftCardCode: code.toLowerCase(), userErrors: [] };
};

function complaint(
  { store, shop, clock }: GraphqlContext,
  card: Pick<GiftCardDoc, "code" | "initialMinor" | "customerId">,
  { initialAmount, expiresOn }: Input,
): [field: string, code: string, message: string] | null {
  if (card.initialMinor <= 0)
    return ["initialValue", "GREATER_THAN", "Initial value must be greater than 0"];
  if (initialAmount && initialAmount.currencyCode !== shop.currency)
    return ["initialAmount", "INVALID", `${initialAmount.currencyCode} is not enabled`];
  if (card.code.length < SHORTEST_CODE)
    return ["code", "TOO_SHORT", `Code is too short (minimum is ${SHORTEST_CODE} characters)`];
  if (card.code.length > LONGEST_CODE)
    return ["code", "TOO_LONG", `Code is too long (maximum is ${LONGEST_CODE} characters)`];
  if (!/^[A-Z0-9]+$/.test(card.code))
    return ["code", "INVALID", "Code can only contain letters and numbers"];
  if (store.findGiftCard(shop.id, card.code)) return ["code", "TAKEN", "Code is already taken"];
  if (card.customerId !== null && !store.customers.find(shop.id, card.customerId))
    return ["customerId", "CUSTOMER_NOT_FOUND", "The customer could not be found"];
  if (expiresOn && expiresOn < clock.now().toISOString().slice(0, 10))
    return ["expiresOn", "INVALID", "Expires on must be in the future"];
  return null;
}

/** Sixteen letters and digits, the same for the same card. */
function codeOf(shopId: string, id: string): string {
  return createHash("sha256").update(`${shopId} gift card ${id}`).digest("hex").slice(0, 16);
}

/** The card can pay no more; it cannot be undone. */
const giftCardDeactivate: Resolve<unknown> = (_source, args, { store, shop, clock }) => {
  const card = store.giftCards.find(shop.id, readGid(args["id"])?.id ?? "");
  if (!card) {
    const error = { field: ["id"], code: "GIFT_CARD_NOT_FOUND", message: "Gift card not found" };
    return { giftCard: null, userErrors: [error] };
  }
  const at = clock.now().toISOString();
  const next = { ...card, deactivatedAt: card.deactivatedAt ?? at, updatedAt: at };
  store.giftCards.put(shop.id, next);
  return { giftCard: next, userErrors: [] };
};

export const giftCardMutations: Resolvers<unknown> = { giftCardCreate, giftCardDeactivate };
