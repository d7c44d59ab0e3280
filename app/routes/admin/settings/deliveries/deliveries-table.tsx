import { BlockStack, Text } from "@shopify/polaris";
import { ImportIcon } from "@shopify/polaris-icons";

import type { ListedDelivery } from "#app/ingest/deliveries.server.ts";
import { ActionButton } from "#app/ui/forms/action-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { When } from "#app/ui/layout/when.tsx";
import { PageLinks } from "#app/ui/tables/page-links.tsx";
import { Table } from "#app/ui/tables/table.tsx";

import { type DeliveryState, deliveryStateWords } from "./deliveries-copy.ts";
import { topicInWords } from "./topics-copy.ts";

type Props = {
  deliveries: { rows: ListedDelivery[]; next: string | null };
  state: DeliveryState | undefined;
  paged: boolean;
};

const columns = [
  { title: "What it is about" },
  { title: "Arrived", wideOnly: true },
  { title: "State" },
];

/** Deliveries with where they stand; one that was not understood says why, and can be tried again. */
export function DeliveriesTable({ deliveries, state, paged }: Props) {
  if (deliveries.rows.length === 0) {
    return (
      <div id="deliveries">
        <EmptyNote
          icon={ImportIcon}
          heading={state === "poison" ? "Everything was understood" : "Nothing here"}
        >
          {state
            ? deliveryStateWords(state).meaning
            : "What Shopify tells Encore about your shop shows up here."}
        </EmptyNote>
      </div>
    );
  }
  return (
    <div id="deliveries">
      <Table caption="Deliveries, latest first" columns={columns} roomy>
        {deliveries.rows.map((row) => (
          <Delivery key={row.id} row={row} />
        ))}
      </Table>
      <PageLinks
        links={[
          paged && { name: "Latest deliveries", url: addressOf(state) },
          deliveries.next && { name: "Earlier deliveries", url: addressOf(state, deliveries.next) },
        ]}
      />
    </div>
  );
}

function Delivery({ row }: { row: ListedDelivery }) {
  const { number } = useFormats();
  const { name, status } = deliveryStateWords(row.state);
  return (
    <tr>
      <td>
        <Text as="p">{topicInWords(row.topic)}</Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {row.topic}
          <span className="encore-narrow-only">
            {" · "}
            <When at={row.receivedAt} />
          </span>
        </Text>
      </td>
      <td className="encore-wide-only">
        <When at={row.receivedAt} />
      </td>
      <td>
        <BlockStack gap="100" inlineAlign="start">
          <StatusBadge status={status}>{name}</StatusBadge>
          {row.reason && (
            <Text as="p" variant="bodySm" breakWord>
              {row.reason}
              {row.state === "poison" &&
                ` Tried ${number(row.attempts)} ${row.attempts === 1 ? "time" : "times"}.`}
            </Text>
          )}
          {row.detail && (
            <Text as="p" tone="subdued" variant="bodySm" breakWord>
              {row.detail}
            </Text>
          )}
          {row.state === "poison" &&
            (row.replayable ? (
              <ActionButton
                size="slim"
                action={`/app/settings/deliveries/${row.id}/replay`}
                accessibilityLabel={`Try again: ${topicInWords(row.topic)}`}
              >
                Try again
              </ActionButton>
            ) : (
              <Text as="p" tone="subdued" variant="bodySm">
                Its content is no longer kept, so it cannot be tried again.
              </Text>
            ))}
        </BlockStack>
      </td>
    </tr>
  );
}

function addressOf(state: DeliveryState | undefined, before?: string): string {
  const query = new URLSearchParams({ ...(state && { state }), ...(before && { before }) });
  return `/app/settings/deliveries?${query}`;
}
