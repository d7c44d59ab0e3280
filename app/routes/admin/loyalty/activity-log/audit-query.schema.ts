import { DateTime } from "luxon";
import { z } from "zod";

import type { AuditQuery } from "#app/audit/audit-log.server.ts";
import { type AuditTopic, auditTopicNames, auditTopics } from "#app/ui/copy/audit.ts";

/** What is looked for in the log, as its address says it. */
export type AuditFilter = {
  /** staff | api | flow | encore | staff.<Shopify user id> */
  who?: string | undefined;
  what?: AuditTopic | undefined;
  /** Days, as 2026-11-30: the first and the last. */
  since?: string | undefined;
  until?: string | undefined;
};

const day = z.iso.date().optional().catch(undefined);

const Query = z.object({
  who: z
    .string()
    .regex(/^(staff|api|flow|encore)(\.\d{1,20})?$/)
    .optional()
    .catch(undefined),
  what: z.enum(auditTopicNames).optional().catch(undefined),
  since: day,
  until: day,
  before: z.string().max(200).optional().catch(undefined),
});

/** What an address of the log asks for; what it says wrongly is left out. */
export function parseAuditQuery(url: string): AuditFilter & { before?: string | undefined } {
  return Query.parse(Object.fromEntries(new URL(url).searchParams));
}

/** The same for whoever looks; days begin by the shop's clock. */
export function auditQueryOf(
  { who, what, since, until }: AuditFilter,
  timezone: string,
): Omit<AuditQuery, "limit"> {
  const startOf = (text: string, plusDays = 0) =>
    DateTime.fromISO(text, { zone: timezone }).plus({ days: plusDays }).startOf("day").toJSDate();
  return {
    who,
    actions: what && auditTopics[what].actions,
    since: since === undefined ? undefined : startOf(since),
    until: until === undefined ? undefined : startOf(until, 1),
  };
}

/** Where the log, or a file of it, is found that shows what is looked for, from a place in it on. */
export function auditAddress(filter: AuditFilter, before?: string | null, page = ""): string {
  const said = Object.entries({ ...filter, before }).filter(([, value]) => value);
  const query = new URLSearchParams(said as [string, string][]);
  return `/app/loyalty/activity-log${page}${query.size > 0 ? `?${query}` : ""}`;
}
