import { personsOf } from "#app/customers/identity/persons-of.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import { outsideOf } from "../program/exclusion.ts";
import type { LoadedFacts } from "../tiers/load-facts.server.ts";
import { asIfNeverGained } from "../tiers/tier-progress.ts";
import type { AchievementFacts } from "./achievement.ts";

type ProgressRow = { customerId: string; kind: "review" | "referral"; at: Date };

/**
 * What these customers have done, as far as achievements and challenges count it, by customer; `facts` are what is known of them. What
 * went back counts as if it had never been: what an order had given before makes no difference.
 */
export async function loadProgress(
  tx: ShopTx,
  facts: ReadonlyMap<string, LoadedFacts>,
): Promise<Map<string, AchievementFacts>> {
  const { shopId } = tx;
  const customerIds = [...facts.keys()];
  const rows = await tx.$queryRaw<ProgressRow[]>`
    ${personsOf(shopId, customerIds)}
    SELECT person.customer_id::text AS "customerId", 'review' AS kind, e.occurred_at AS at
    FROM person
    JOIN event e ON e.shop_id = ${shopId}::uuid AND e.customer_id = person.id
    WHERE e.type = 'action.done' AND e.properties->>'kind' = 'review'
    UNION ALL
    SELECT person.customer_id::text, 'referral', COALESCE(r.decided_at, r.due_at)
    FROM person
    JOIN referral r ON r.shop_id = ${shopId}::uuid AND r.advocate_id = person.id
    WHERE r.state = 'rewarded'`;
  const factsOf = Map.groupBy(rows, ({ customerId }) => customerId);
  return new Map(
    [...facts].map(([id, known]) => {
      const { gains } = asIfNeverGained(known);
      const own = outsideOf(known.excluded, factsOf.get(id) ?? []);
      const days = (kind: ProgressRow["kind"]) =>
        own.filter((row) => row.kind === kind).map(({ at }) => at);
      return [id, { gains, reviews: days("review"), referrals: days("referral") }];
    }),
  );
}
