import { useNavigate } from "@remix-run/react";
import { Box, InlineGrid, Select } from "@shopify/polaris";

import {
  type AuditActor,
  auditActorName,
  auditActorNames,
  type AuditTopic,
  auditTopicNames,
  auditTopics,
} from "#app/ui/copy/audit.ts";

export type AuditFilter = { who?: AuditActor | undefined; what?: AuditTopic | undefined };

/** The address of the log for what is looked for, from a place in it on. */
export function auditAddress({ who, what }: AuditFilter, before?: string | null): string {
  const query = new URLSearchParams({
    ...(who && { who }),
    ...(what && { what }),
    ...(before && { before }),
  });
  return `/app/loyalty/activity-log${query.size > 0 ? `?${query}` : ""}`;
}

/** By whom, and about what. */
export function AuditFilters({ query }: { query: AuditFilter }) {
  const navigate = useNavigate();
  const look = (changes: AuditFilter) => navigate(auditAddress({ ...query, ...changes }));
  return (
    <Box padding="400">
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        <Select
          label="By"
          options={[
            { value: "", label: "Anybody" },
            ...auditActorNames.map((who) => ({ value: who, label: auditActorName(who) })),
          ]}
          value={query.who ?? ""}
          onChange={(who) => look({ who: (who || undefined) as AuditActor | undefined })}
        />
        <Select
          label="About"
          options={[
            { value: "", label: "Everything" },
            ...auditTopicNames.map((what) => ({ value: what, label: auditTopics[what].name })),
          ]}
          value={query.what ?? ""}
          onChange={(what) => look({ what: (what || undefined) as AuditTopic | undefined })}
        />
      </InlineGrid>
    </Box>
  );
}
