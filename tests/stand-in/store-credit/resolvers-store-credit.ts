import { connectionOf } from "../graphql/connection.ts";
import type { GraphqlContext, Resolve, Resolvers } from "../graphql/context.ts";
import { findNode } from "../graphql/resolvers-node.ts";
import { money, readGid, time } from "../graphql/values.ts";
import { minorOf } from "../money.ts";
import { gid } from "../payloads/common.ts";
import {
  balanceMinor,
  type StoreCreditAccountDoc,
  type StoreCreditTransactionDoc,
} from "./store-credit.ts";
import { openStoreCreditBook } from "./store-credit-book.ts";

type TransactionSource = { account: StoreCreditAccountDoc; transaction: StoreCreditTransactionDoc };
type MoneyInput = { amount: string | number; currencyCode: string };

const transactionFields: Resolvers<TransactionSource> = {
  id: ({ transaction }) => gid(typeOf(transaction), transaction.id),
  account: ({ account }) => account,
  amount: ({ account, transaction }) =>
    money(
      transaction.kind === "debit" ? -transaction.amountMinor : transaction.amountMinor,
      account.currency,
    ),
  balanceAfterTransaction: ({ account, transaction }) =>
    money(transaction.balanceAfterMinor, account.currency),
  remainingAmount: ({ account, transaction }) =>
    money(transaction.remainingMinor, account.currency),
  createdAt: ({ transaction }) => time(transaction.createdAt),
  expiresAt: ({ transaction }) => time(transaction.expiresAt),
  event: ({ transaction }) => transaction.event.toUpperCase(),
  origin: () => null,
};

export const storeCreditTypes: Record<string, Resolvers<never>> = {
  StoreCreditAccount: {
    id: ({ id }) => gid("StoreCreditAccount", id),
    balance: (account, _args, { clock }) =>
      money(balanceMinor(account, clock.now()), account.currency),
    owner: (account, _args, context) => findNode(gid("Customer", account.customerId), context),
    transactions: (account, args, context) =>
      connectionOf([...account.transactions].reverse(), args, context, (transaction) =>
        transactionView(account, transaction),
      ),
  } satisfies Resolvers<StoreCreditAccountDoc>,
  StoreCreditAccountCreditTransaction: transactionFields,
  StoreCreditAccountDebitTransaction: transactionFields,
};

const typeOf = ({ kind }: StoreCreditTransactionDoc) =>
  kind === "credit" ? "StoreCreditAccountCreditTransaction" : "StoreCreditAccountDebitTransaction";

function transactionView(account: StoreCreditAccountDoc, transaction: StoreCreditTransactionDoc) {
  return { __typename: typeOf(transaction), account, transaction };
}

/** `Customer.storeCreditAccounts`. */
export function storeCreditAccountsOf(customerId: string, { store, shop }: GraphqlContext) {
  const own = [{ sql: "customer_id = ?", params: [BigInt(customerId)] }];
  return store.storeCreditAccounts.list(shop.id, own);
}

/** Credits an account, or the customer whose id is given; it has no idempotency of its own, as Shopify's. */
const storeCreditAccountCredit: Resolve<unknown> = (_source, args, context) => {
  const { shop, store, clock } = context;
  const { creditAmount, expiresAt } = args["creditInput"] as {
    creditAmount: MoneyInput;
    expiresAt?: string | null;
  };
  const at = ["creditInput", "creditAmount"];
  const amountMinor = minorOf(String(creditAmount.amount), creditAmount.currencyCode);
  const customerId = ownerOf(args["id"], context);
  if (customerId === null) return refuse(["id"], ...missing(args["id"]));
  if (amountMinor <= 0)
    return refuse([...at, "amount"], "NEGATIVE_OR_ZERO_AMOUNT", "Amount must be greater than zero");
  if (creditAmount.currencyCode !== shop.currency) {
    return refuse(
      [...at, "currencyCode"],
      "UNSUPPORTED_CURRENCY",
      `${creditAmount.currencyCode} is not enabled`,
    );
  }
  const ends = expiresAt ? new Date(expiresAt) : null;
  if (ends && ends <= clock.now()) {
    return refuse(["creditInput", "expiresAt"], "EXPIRES_AT_IN_PAST", "Expiry is in the past");
  }
  const facts = {
    amountMinor,
    expiresAt: ends?.toISOString() ?? null,
    event: "adjustment" as const,
  };
  return written(openStoreCreditBook(store, clock).credit(shop, customerId, facts));
};

const storeCreditAccountDebit: Resolve<unknown> = (_source, args, context) => {
  const { shop, store, clock } = context;
  const { debitAmount } = args["debitInput"] as { debitAmount: MoneyInput };
  const at = ["debitInput", "debitAmount"];
  const amountMinor = minorOf(String(debitAmount.amount), debitAmount.currencyCode);
  const customerId = ownerOf(args["id"], context);
  const book = openStoreCreditBook(store, clock);
  if (customerId === null || !book.find(shop, customerId))
    return refuse(["id"], "ACCOUNT_NOT_FOUND", "The store credit account could not be found");
  if (amountMinor <= 0)
    return refuse([...at, "amount"], "NEGATIVE_OR_ZERO_AMOUNT", "Amount must be greater than zero");
  if (debitAmount.currencyCode !== shop.currency) {
    return refuse([...at, "currencyCode"], "MISMATCHING_CURRENCY", "The currency does not match");
  }
  const account = book.debit(shop, customerId, { amountMinor, event: "adjustment" });
  return account
    ? written(account)
    : refuse([...at, "amount"], "INSUFFICIENT_FUNDS", "The store credit account has too little");
};

export const storeCreditMutations: Resolvers<unknown> = {
  storeCreditAccountCredit,
  storeCreditAccountDebit,
};

/** The customer of an account's or a customer's own GID. */
function ownerOf(given: unknown, { store, shop }: GraphqlContext): string | null {
  const owner = readGid(given);
  if (owner?.type === "StoreCreditAccount")
    return store.storeCreditAccounts.find(shop.id, owner.id)?.customerId ?? null;
  return owner && store.customers.find(shop.id, owner.id) ? owner.id : null;
}

function missing(given: unknown): [string, string] {
  return readGid(given)?.type === "StoreCreditAccount"
    ? ["ACCOUNT_NOT_FOUND", "The store credit account could not be found"]
    : ["OWNER_NOT_FOUND", "The owner does not exist"];
}

function written(account: StoreCreditAccountDoc) {
  const last = account.transactions.at(-1);
  return {
    storeCreditAccountTransaction: last ? transactionView(account, last) : null,
    userErrors: [],
  };
}

function refuse(field: string[], code: string, message: string) {
  return { storeCreditAccountTransaction: null, userErrors: [{ field, code, message }] };
}
