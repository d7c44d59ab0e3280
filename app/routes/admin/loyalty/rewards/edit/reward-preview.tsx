import { BlockStack, Card, List, Text } from "@shopify/polaris";

import type { RewardSettings } from "#app/loyalty/rewards/reward.ts";
import { limitInWords, pointsInWords, whatItGives } from "#app/ui/copy/rewards.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";

type Props = {
  /** Null while something typed cannot be. */
  reward: RewardSettings | null;
  tierNames: string[];
  /** What has to be spent for so many points, in minor units, by the shop's rule. */
  spendFor: (points: bigint) => number;
};

/** What a shopper gets, and what it takes, while it is being typed. */
export function RewardPreview({ reward, tierNames, spendFor }: Props) {
  const formats = useFormats();
  return (
    <Card>
      <div role="status">
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            What shoppers see
          </Text>
          {reward ? (
            <>
              <BlockStack gap="050">
                <Text as="p" variant="headingLg">
                  {reward.name}
                </Text>
                <Text as="p" variant="bodyLg">
                  {pointsInWords(reward.cost, formats)} → {whatItGives(reward, formats)}
                </Text>
              </BlockStack>
              <Conditions reward={reward} tierNames={tierNames} />
              <Text as="p" tone="subdued">
                At your usual rate, somebody spends {formats.money(spendFor(reward.cost))} to get
                there.
              </Text>
            </>
          ) : (
            <Text as="p" tone="subdued">
              It shows here once all fields are as they have to be.
            </Text>
          )}
        </BlockStack>
      </div>
    </Card>
  );
}

function Conditions({ reward, tierNames }: { reward: RewardSettings; tierNames: string[] }) {
  const { money, number } = useFormats();
  const { minimumMinor, validDays, limitCount, limitPeriod } = reward;
  const said = [
    minimumMinor !== null && `For carts of ${money(Number(minimumMinor))} or more`,
    validDays !== null && `Good for ${number(validDays)} ${validDays === 1 ? "day" : "days"}`,
    limitCount !== null && `Can be had ${limitInWords(limitCount, limitPeriod)}`,
    tierNames.length > 0 && `Only for ${tierNames.join(", ")}`,
  ].filter((words) => words !== false);
  if (said.length === 0) return null;
  return (
    <List>
      {said.map((words) => (
        <List.Item key={words}>{words}</List.Item>
      ))}
    </List>
  );
}
