import { z } from "zod";

import { requireWrite } from "./access.ts";
import type { GraphqlContext, Resolve, Resolvers } from "./context.ts";
import { findNode } from "./resolvers-node.ts";
import { readGid } from "./values.ts";

type Change = (tags: string[], given: string[]) => string[];

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Shopify compares tags without regard to case. */
const added: Change = (tags, given) =>
  given.reduce((all, tag) => (all.some((one) => same(one, tag)) ? all : [...all, tag]), tags);
const removed: Change = (tags, given) => tags.filter((tag) => !given.some((one) => same(one, tag)));

/** Writes the tags of a customer, order or product, and tells of it as its change by hand does. */
function changeTags(field: string, change: Change): Resolve<unknown> {
  return (_source, args, context) => {
    const id = String(args["id"]);
    const given = z
      .array(z.string())
      .parse(args["tags"])
      .map((tag) => tag.trim());
    const owner = readGid(id);
    const type = owner?.type ?? "";
    requireWrite(type, context, field);
    const node = findNode(id, context) as { id: string; tags?: string[] } | null;
    const save = SAVERS[type];
    if (!node?.tags || !save) {
      const problem = { field: ["id"], message: `${type || "Resource"} does not exist` };
      return { node: null, userErrors: [problem] };
    }
    save(
      context,
      node.id,
      change(
        node.tags,
        given.filter((tag) => tag !== ""),
      ),
    );
    return { node: findNode(id, context), userErrors: [] };
  };
}

const SAVERS: Record<string, (context: GraphqlContext, id: string, tags: string[]) => void> = {
  Customer: ({ acts, shop }, id, tags) => void acts.customers.update(shop, id, { tags }),
  Product: ({ acts, shop }, id, tags) => void acts.products.update(shop, id, { tags }),
  Order: ({ acts, shop }, id, tags) => void acts.orders.tag(shop, id, tags),
};

export const tagMutations: Resolvers<unknown> = {
  tagsAdd: changeTags("tagsAdd", added),
  tagsRemove: changeTags("tagsRemove", removed),
};
