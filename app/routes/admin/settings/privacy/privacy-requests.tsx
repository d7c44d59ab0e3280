import { Text } from "@shopify/polaris";
import { LockIcon } from "@shopify/polaris-icons";

import type { ListedPrivacyRequest } from "#app/customers/privacy/privacy-requests.server.ts";
import { DownloadButton } from "#app/ui/forms/download-button.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { When } from "#app/ui/layout/when.tsx";
import { Table } from "#app/ui/tables/table.tsx";

const kinds: Record<string, string> = {
  data_request: "Wants to see what is known",
  customer_redact: "Wants to be forgotten",
};

const columns = [{ title: "Request" }, { title: "Asked" }, { title: "State" }, { title: "Answer" }];

/** What customers asked for by law, whether it is done, and the answers to hand over. */
export function PrivacyRequests({ requests }: { requests: ListedPrivacyRequest[] }) {
  return (
    <TitledCard title="Requests by customers">
      {requests.length === 0 ? (
        <EmptyNote icon={LockIcon} heading="Nobody has asked yet">
          When a customer asks you through Shopify to see or erase their data, Encore does its part
          by itself, and says so here.
        </EmptyNote>
      ) : (
        <Table caption="Privacy requests, latest first" columns={columns}>
          {requests.map((request) => (
            <Request key={request.id} request={request} />
          ))}
        </Table>
      )}
    </TitledCard>
  );
}

function Request({ request }: { request: ListedPrivacyRequest }) {
  const { kind, shopifyCustomerId, requestedAt, completedAt, hasAnswer } = request;
  return (
    <tr>
      <td>
        <Text as="p">{kinds[kind] ?? kind}</Text>
        {shopifyCustomerId && (
          <Text as="p" tone="subdued" variant="bodySm">
            Shopify customer {shopifyCustomerId}
          </Text>
        )}
      </td>
      <td>
        <When at={requestedAt} />
      </td>
      <td>
        <StatusBadge status={completedAt ? "good" : "underway"}>
          {completedAt ? "Done" : "In progress"}
        </StatusBadge>
      </td>
      <td>{hasAnswer ? <Answer id={request.id} /> : <NoAnswer request={request} />}</td>
    </tr>
  );
}

function Answer({ id }: { id: string }) {
  return (
    <DownloadButton
      label="Download"
      size="slim"
      address={`/app/settings/privacy/${id}/answer`}
      fileName={`customer-data-${id}.json`}
    />
  );
}

function NoAnswer({ request: { kind, completedAt } }: { request: ListedPrivacyRequest }) {
  if (!completedAt) return null;
  return (
    <Text as="p" tone="subdued">
      {kind === "data_request" ? "Erased after 30 days" : "Nothing about them is left"}
    </Text>
  );
}
