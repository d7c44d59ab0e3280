import { Badge, BlockStack, Button, Card, InlineError, Text } from "@shopify/polaris";
import { LockIcon } from "@shopify/polaris-icons";

import { EmptyNote } from "./empty-note.tsx";
import { useDownload } from "./use-download.tsx";
import { When } from "./when.tsx";

export type PrivacyRequestRow = {
  id: string;
  /** data_request | customer_redact */
  kind: string;
  shopifyCustomerId: string | null;
  requestedAt: string;
  completedAt: string | null;
  hasAnswer: boolean;
};

const kinds: Record<string, string> = {
  data_request: "Wants to see what is known",
  customer_redact: "Wants to be forgotten",
};

/** What customers asked for by law, whether it is done, and the answers to hand over. */
export function PrivacyRequests({ requests }: { requests: PrivacyRequestRow[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Requests by customers
        </Text>
        {requests.length === 0 ? (
          <EmptyNote icon={LockIcon} heading="Nobody has asked yet">
            When a customer asks you through Shopify to see or erase their data, Encore does its
            part by itself, and says so here.
          </EmptyNote>
        ) : (
          <div className="encore-table-scroll">
            <table className="encore-table">
              <caption className="encore-visually-hidden">Privacy requests, latest first</caption>
              <thead>
                <tr>
                  <th scope="col">Request</th>
                  <th scope="col">Asked</th>
                  <th scope="col">State</th>
                  <th scope="col">Answer</th>
                </tr>
              </thead>
              <tbody>
                {requests.map((request) => (
                  <Request key={request.id} request={request} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

function Request({ request }: { request: PrivacyRequestRow }) {
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
        {completedAt ? <Badge tone="success">Done</Badge> : <Badge tone="info">In progress</Badge>}
      </td>
      <td>{hasAnswer ? <Answer id={request.id} /> : <NoAnswer request={request} />}</td>
    </tr>
  );
}

function Answer({ id }: { id: string }) {
  const { download, state } = useDownload();
  return (
    <BlockStack gap="100" inlineAlign="start">
      <Button
        size="slim"
        loading={state === "loading"}
        onClick={() => download(`/app/settings/privacy/${id}/answer`, `customer-data-${id}.json`)}
      >
        Download
      </Button>
      {state === "failed" && (
        <InlineError message="It could not be downloaded. Try again." fieldID={id} />
      )}
    </BlockStack>
  );
}

function NoAnswer({ request: { kind, completedAt } }: { request: PrivacyRequestRow }) {
  if (!completedAt) return null;
  return (
    <Text as="p" tone="subdued">
      {kind === "data_request" ? "Erased after 30 days" : "Nothing about them is left"}
    </Text>
  );
}
