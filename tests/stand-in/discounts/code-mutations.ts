import { GraphQLError } from "graphql";

import type { Resolve, Resolvers } from "../graphql/context.ts";
import { readGid } from "../graphql/values.ts";
import { settleCodeBatches, startCodeBatch } from "./code-batches.ts";

const LARGEST_BATCH = 250;

const discountRedeemCodeBulkAdd: Resolve<unknown> = (_source, args, context) => {
  const { store, shop } = context;
  const codes = (args["codes"] as { code: string }[]).map(({ code }) => code);
  if (codes.length > LARGEST_BATCH) {
    throw new GraphQLError(
      `The input array size of ${codes.length} is greater than the maximum allowed of ${LARGEST_BATCH}.`,
      { extensions: { code: "MAX_INPUT_SIZE_EXCEEDED" } },
    );
  }
  const discount = store.discounts.find(shop.id, readGid(args["discountId"])?.id ?? "");
  if (discount?.method !== "code") return refuse("bulkCreation", "Code discount does not exist.");
  const batch = startCodeBatch(context, shop, discount.id, codes);
  return { bulkCreation: batch, userErrors: [] };
};

/** Deletes some of a discount's codes. Shopify does it in a job; here it is done when the answer comes. */
const discountCodeRedeemCodeBulkDelete: Resolve<unknown> = (_source, args, context) => {
  const { store, shop } = context;
  settleCodeBatches(context, shop);
  const discount = store.discounts.find(shop.id, readGid(args["discountId"])?.id ?? "");
  if (discount?.method !== "code") return refuse("job", "Code discount does not exist.");
  const ids = args["ids"] as string[] | undefined;
  if (!ids) throw new GraphQLError("The stand-in deletes codes by their ids only");
  store.transaction(() => {
    for (const id of ids) {
      const code = store.discounts.codes.find(shop.id, readGid(id)?.id ?? "");
      if (code?.discountId === discount.id) store.discounts.codes.remove(shop.id, code.id);
    }
  });
  return {
    job: { id: `gid://shopify/Job/${crypto.randomUUID()}`, done: true, query: null },
    userErrors: [],
  };
};

function refuse(field: string, message: string) {
  const problem = { field: ["discountId"], code: "INVALID", message, extraInfo: null };
  return { [field]: null, userErrors: [problem] };
}

export const codeMutations: Resolvers<unknown> = {
  discountRedeemCodeBulkAdd,
  discountCodeRedeemCodeBulkDelete,
};
