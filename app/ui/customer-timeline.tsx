import { BlockStack, Card, Text } from "@shopify/polaris";

import type { TimelineRow } from "#app/analytics/customer.server.ts";

import { HappeningIcon } from "./happening-icon.tsx";
import { Sentence } from "./sentence.tsx";
import { useFormats } from "./shop.tsx";
import { ShowMoreButton } from "./show-more.tsx";
import { type Rows, useShowMore } from "./use-show-more.tsx";
import { When } from "./when.tsx";
import { happeningOfPerson } from "./words/happenings.ts";

type Props = { customerId: string; first: Rows<TimelineRow> };

/** Everything that happened with a person, latest first. */
export function CustomerTimeline({ customerId, first }: Props) {
  const formats = useFormats();
  const { rows, ...more } = useShowMore(`/app/customers/${customerId}/timeline`, first);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What happened
        </Text>
        {rows.length === 0 && <Text as="p">Nothing yet.</Text>}
        <ol className="encore-happenings">
          {rows.map((row) => (
            <li key={row.id} className="encore-happening">
              <HappeningIcon type={row.type} />
              <span className="encore-happening__text">
                <Sentence
                  text={happeningOfPerson(row.type, row.properties, formats)}
                  places={{ order: row.orderName ?? "an order" }}
                />
              </span>
              <span className="encore-happening__when">
                <When at={row.at} />
              </span>
            </li>
          ))}
        </ol>
        <ShowMoreButton of="of what happened" {...more} />
      </BlockStack>
    </Card>
  );
}
