import { BlockStack, Card, Text } from "@shopify/polaris";

import { useFormats } from "#app/ui/hooks/shop.tsx";

type Props = { intervals: { avg: number; median: number; p90: number } };

/** How long customers take between two orders: what "a while" means in this shop. */
export function PurchaseRhythm({ intervals }: Props) {
  const { number } = useFormats();
  const days = (count: number) => {
    const whole = Math.round(count);
    return `${number(whole)} ${whole === 1 ? "day" : "days"}`;
  };
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h2" variant="headingMd">
          The rhythm of your shop
        </Text>
        <Text as="p">
          Half of all next orders come within <strong>{days(intervals.median)}</strong>, nine of ten
          within <strong>{days(intervals.p90)}</strong>. On average {days(intervals.avg)} pass
          between two orders of the same person.
        </Text>
      </BlockStack>
    </Card>
  );
}
