import { Text } from "@shopify/polaris";

import type { TimelineRow } from "#app/customers/timeline/customer.server.ts";
import { customerActivity } from "#app/ui/copy/activity.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { ActivityIcon } from "#app/ui/layout/activity-icon.tsx";
import { OrderLink } from "#app/ui/layout/order-link.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { Sentence } from "#app/ui/layout/sentence.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { When } from "#app/ui/layout/when.tsx";

import { type Rows, ShowMoreButton, useShowMore } from "./show-more.tsx";

type Props = { customerId: string; first: Rows<TimelineRow> };

/** Everything that happened with a person, latest first. */
export function CustomerTimeline({ customerId, first }: Props) {
  const formats = useFormats();
  const { rows, ...more } = useShowMore(`/app/customers/${customerId}/rows/timeline`, first);
  return (
    <TitledCard title="Activity">
      {rows.length === 0 && <Text as="p">Nothing yet.</Text>}
      <ol className="encore-activities">
        {rows.map((row) => (
          <li key={row.id} className="encore-activity">
            <ActivityIcon type={row.type} />
            <span className="encore-activity__text">
              <Sentence
                text={customerActivity(row.type, { ...row.properties, names: row.names }, formats)}
                places={{
                  order: row.orderName ? (
                    <OrderLink id={row.orderId} name={row.orderName} />
                  ) : (
                    "an order"
                  ),
                  friend: row.names.friend && <PersonLink {...row.names.friend} />,
                }}
              />
            </span>
            <span className="encore-activity__when">
              <When at={row.at} />
            </span>
          </li>
        ))}
      </ol>
      <ShowMoreButton of="of what happened" {...more} />
    </TitledCard>
  );
}
