import { Text } from "@shopify/polaris";

import { pointsInWords } from "#app/ui/copy/rewards.ts";
import { ActionButton } from "#app/ui/forms/action-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { OnOff } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

type Place = { name: string; points: number };
type Props = {
  shown: boolean;
  /** Empty where it is not shown. */
  places: Place[];
};

/** This month's leaderboard as members see it, and whether they see one. */
export function Leaderboard({ shown, places }: Props) {
  return (
    <TitledCard title="Leaderboard" aside={<OnOff on={shown} />}>
      <Text as="p" tone="subdued">
        Members who asked for it see each other here, by first name alone, with the points that they
        earned this month. Spending costs nobody a place.
      </Text>
      {shown ? (
        <Places places={places} />
      ) : (
        <Text as="p">
          Your members see no leaderboard. Who asked to be on it is kept, in case you show it again.
        </Text>
      )}
      <ActionButton
        method={shown ? "delete" : "post"}
        action="/app/loyalty/achievements/leaderboard"
      >
        {shown ? "Hide the leaderboard" : "Show the leaderboard"}
      </ActionButton>
    </TitledCard>
  );
}

function Places({ places }: { places: Place[] }) {
  const formats = useFormats();
  if (places.length === 0)
    return (
      <Text as="p">
        Nobody is on it this month yet. Members ask for it where they tell about themselves: behind
        the button on your storefront, and in their account.
      </Text>
    );
  return (
    <ol className="encore-plain-list" aria-label="Leaderboard of this month">
      {places.map(({ name, points }, index) => (
        // Two may have the same name and as many points.
        <li key={index} className="encore-place">
          <span className="encore-place__number">{index + 1}.</span>
          <bdi className="encore-name" title={name}>
            {name}
          </bdi>
          <span className="encore-place__points">{pointsInWords(points, formats)}</span>
        </li>
      ))}
    </ol>
  );
}
