import { inShop } from "#app/ground/db.server.ts";
import { parseMinor, toDecimal } from "#app/ground/money.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { createGiftCard } from "#app/shopify/documents/gift-cards.ts";
import { creditAccount, creditsOfCustomer } from "#app/shopify/documents/store-credit.ts";

import { isTaken, noAccount, refusedFor, type UserError } from "../refusal.ts";
import type { IssueOutcome, RewardToIssue, Shop } from "../reward-facts.ts";

/** Shopify's clock and ours may differ by so much. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
const SECOND_MS = 1_000;

type Credited = {
  storeCreditAccountCredit: {
    storeCreditAccountTransaction: { id: string } | null;
    userErrors: UserError[];
  };
};
type Movement = {
  id?: string;
  createdAt: string;
  event: string;
  expiresAt?: string | null;
  amount: { amount: string; currencyCode: string };
};
type Credits = {
  customer: { storeCreditAccounts: { nodes: { transactions: { nodes: Movement[] } }[] } } | null;
};
type Card = { giftCardCreate: { giftCard: { id: string } | null; userErrors: UserError[] } };

/**
 * Gives store credit. Asked twice, Shopify gives twice: so after a call whose answer was lost, it is looked for among what the
 * customer was given since, and those whom it was asked for, should a merge have come in between; and only asked for again when it
 * is not there.
 */
export async function issueStoreCredit(
  shopId: string,
  shop: Shop,
  issue: RewardToIssue,
): Promise<IssueOutcome> {
  const given = issue.askedAt === null ? null : await findCredit(shopId, shop, issue);
  if (given) return { outcome: "issued", gid: given };
  if (issue.customerGid === null) return noAccount;
  const { storeCreditAccountCredit: reply } = await adminGraphql<Credited>(
    shop.domain,
    creditAccount,
    {
      customerId: issue.customerGid,
      credit: {
        creditAmount: money(shop, issue),
        ...(issue.expiresAt !== null && { expiresAt: issue.expiresAt.toISOString() }),
      },
    },
  );
  const { storeCreditAccountTransaction: transaction, userErrors } = reply;
  return transaction ? { outcome: "issued", gid: transaction.id } : refusedFor(userErrors);
}

/**
 * Makes a gift card. Its code was chosen before, so a second one cannot be made: Shopify says that the code is taken. One that was
 * asked for before its owner became somebody whom Shopify does not know is the code's alone.
 */
export async function issueGiftCard(shop: Shop, issue: RewardToIssue): Promise<IssueOutcome> {
  const { giftCardCreate: reply } = await adminGraphql<Card>(shop.domain, createGiftCard, {
    card: {
      initialAmount: money(shop, issue),
      code: issue.code,
      ...(issue.customerGid !== null && { customerId: issue.customerGid }),
      note: `${issue.reward.name} (Encore)`,
      ...(issue.expiresAt !== null && { expiresOn: issue.expiresAt.toISOString().slice(0, 10) }),
    },
  });
  if (reply.giftCard) return { outcome: "issued", gid: reply.giftCard.id };
  return isTaken(reply.userErrors)
    ? { outcome: "issued", gid: null }
    : refusedFor(reply.userErrors);
}

/** A credit like the one that was asked for, since it was, that no other redemption is known to have given. */
async function findCredit(
  shopId: string,
  shop: Shop,
  issue: RewardToIssue,
): Promise<string | null> {
  const movements: Movement[] = [];
  for (const customerId of new Set([issue.customerGid ?? [], issue.askedFor].flat())) {
    const { customer } = await adminGraphql<Credits>(shop.domain, creditsOfCustomer, {
      customerId,
    });
    const accounts = customer?.storeCreditAccounts.nodes ?? [];
    movements.push(...accounts.flatMap(({ transactions }) => transactions.nodes));
  }
  const like = movements
    .filter((movement) => isLike(movement, shop, issue))
    .flatMap(({ id }) => id ?? []);
  const others = await inShop(shopId, (tx) =>
    tx.rewardIssue.findMany({
      where: { shopId, shopifyGid: { in: like } },
      select: { shopifyGid: true },
    }),
  );
  const taken = new Set(others.map(({ shopifyGid }) => shopifyGid));
  return like.find((id) => !taken.has(id)) ?? null;
}

function isLike(movement: Movement, shop: Shop, { reward, askedAt, expiresAt }: RewardToIssue) {
  const { amount, currencyCode } = movement.amount;
  const since = (askedAt?.getTime() ?? 0) - CLOCKS_DIFFER_MS;
  return (
    movement.event === "ADJUSTMENT" &&
    currencyCode === shop.currency &&
    parseMinor(amount, currencyCode) === BigInt(reward.amountMinor ?? 0) &&
    Date.parse(movement.createdAt) >= since &&
    isSameSecond(movement.expiresAt ?? null, expiresAt)
  );
}

function isSameSecond(one: string | null, other: Date | null): boolean {
  if (one === null || other === null) return one === null && other === null;
  return Math.abs(Date.parse(one) - other.getTime()) <= SECOND_MS;
}

function money(shop: Shop, { reward }: RewardToIssue) {
  const amount = toDecimal(BigInt(reward.amountMinor ?? 0), shop.currency);
  return { amount, currencyCode: shop.currency };
}
