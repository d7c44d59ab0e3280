import { useNavigate } from "@remix-run/react";
import { Box, InlineGrid, Select, TextField } from "@shopify/polaris";

import {
  auditActorName,
  auditActorNames,
  type AuditTopic,
  auditTopicNames,
  auditTopics,
} from "#app/ui/copy/audit.ts";

import { auditAddress, type AuditFilter } from "./audit-query.schema.ts";

type Props = { query: AuditFilter; staff: { userId: string; name: string }[] };

/** By whom, about what, and on which days. */
export function AuditFilters({ query, staff }: Props) {
  const navigate = useNavigate();
  const { who, what, since, until } = query;
  const look = (changes: AuditFilter) =>
    navigate(auditAddress({ who, what, since, until, ...changes }));
  return (
    <Box padding="400">
      <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="300">
        <Select
          label="By"
          options={[
            { value: "", label: "Anybody" },
            ...auditActorNames.map((actor) => ({ value: actor, label: auditActorName(actor) })),
            ...staff.map(({ userId, name }) => ({ value: `staff.${userId}`, label: name })),
          ]}
          value={who ?? ""}
          onChange={(who) => look({ who: who || undefined })}
        />
        <Select
          label="About"
          options={[
            { value: "", label: "Everything" },
            ...auditTopicNames.map((what) => ({ value: what, label: auditTopics[what].name })),
          ]}
          value={what ?? ""}
          onChange={(what) => look({ what: (what || undefined) as AuditTopic | undefined })}
        />
        <TextField
          label="From"
          type="date"
          autoComplete="off"
          value={since ?? ""}
          onChange={(since) => look({ since: since || undefined })}
        />
        <TextField
          label="To"
          type="date"
          autoComplete="off"
          value={until ?? ""}
          onChange={(until) => look({ until: until || undefined })}
        />
      </InlineGrid>
    </Box>
  );
}
