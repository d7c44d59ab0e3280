import { ClockIcon } from "@shopify/polaris-icons";

import type { Activity } from "#app/analytics/home.server.ts";
import { shopActivity } from "#app/ui/copy/activity.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { ActivityIcon } from "#app/ui/layout/activity-icon.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { Sentence } from "#app/ui/layout/sentence.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { When } from "#app/ui/layout/when.tsx";

/** What happened in the shop lately, each in a sentence, with links to whom it was about. */
export function RecentActivity({ activity }: { activity: Activity[] }) {
  const news = activity.filter(isNews);
  return (
    <TitledCard title="Recent activity">
      {news.length === 0 ? (
        <EmptyNote icon={ClockIcon} heading="All quiet so far">
          Orders, refunds and points show up here a moment after they happen.
        </EmptyNote>
      ) : (
        <ul className="encore-activities">
          {news.map((one) => (
            <ActivityLine key={one.id} activity={one} />
          ))}
        </ul>
      )}
    </TitledCard>
  );
}

function ActivityLine({ activity }: { activity: Activity }) {
  const formats = useFormats();
  const { customerId, customerName, orderName } = activity;
  const who = customerId ? <PersonLink id={customerId} name={customerName} /> : "Someone";
  return (
    <li className="encore-activity">
      <ActivityIcon type={activity.type} />
      <span className="encore-activity__text">
        <Sentence
          text={shopActivity(activity.type, activity.properties, formats)}
          places={{ who, order: orderName ?? "an order" }}
        />
      </span>
      <span className="encore-activity__when">
        <When at={activity.at} />
      </span>
    </li>
  );
}

/** The rule that a shop starts with is announced to its storefront like any other; no merchant did anything. */
function isNews({ type, properties }: Activity): boolean {
  return type !== "program.changed" || Number(properties["version"]) > 1;
}
