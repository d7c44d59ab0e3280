import { Text } from "@shopify/polaris";

import { useFormats } from "#app/ui/hooks/shop.tsx";
import { Facts } from "#app/ui/layout/facts.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

type Props = { streaks: { customers: number; longest: number } };

/** Whose months with an order are in a row now. */
export function Streaks({ streaks: { customers, longest } }: Props) {
  const { number } = useFormats();
  return (
    <TitledCard title="Streaks">
      <Text as="p" tone="subdued">
        Two or more months in a row with an order. A streak goes on until a whole month has passed
        without one.
      </Text>
      {customers === 0 ? (
        <Text as="p">No customer has a streak right now.</Text>
      ) : (
        <Facts
          facts={[
            { label: "Customers who have one now", value: number(customers) },
            { label: "The longest", value: `${number(longest)} months` },
          ]}
        />
      )}
    </TitledCard>
  );
}
