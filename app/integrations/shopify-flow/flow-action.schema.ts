import { z } from "zod";

const gid = z
  .string()
  .regex(/^gid:\/\/shopify\/Customer\/\d{1,19}$/)
  .transform((text) => BigInt(text.slice(text.lastIndexOf("/") + 1)));
/** Flow sends references as an id, a number, or a whole GID. */
const customer = z.union([
  gid,
  z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt),
  z.int().positive().transform(BigInt),
]);
const points = z.coerce.number().int().min(1).max(1_000_000_000).transform(BigInt);
const note = z
  .string()
  .trim()
  .max(200)
  .nullish()
  .transform((text) => text || null);

const run = {
  shopify_domain: z.string(),
  /** The same for every try of one step of one run. */
  action_run_id: z.union([z.string().min(1), z.number()]).transform(String),
};
const movePoints = z.object({ customer_id: customer, points, note });

/** What Shopify Flow sends for each action of ours. The fields stand in `extensions/flow-*`. */
export const FlowActions = {
  "give-points": z.object({ ...run, properties: movePoints }),
  "remove-points": z.object({ ...run, properties: movePoints }),
  "issue-reward": z.object({
    ...run,
    properties: z.object({ customer_id: customer, reward: z.string().trim().min(1).max(200) }),
  }),
};
