import { List } from "@shopify/polaris";

import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

/** What Encore keeps, for how long, and what it never does: said where a merchant looks for it. */
export function DataKept({ deliveryDays }: { deliveryDays: number }) {
  const { number } = useFormats();
  return (
    <TitledCard title="What Encore keeps, and for how long">
      <List>
        <List.Item>
          Customers, their orders and their points: as long as Encore is installed, and 48 hours
          after it is uninstalled. Then Shopify asks Encore to erase all of it, and it does.
        </List.Item>
        <List.Item>
          Messages from Shopify as they arrived, encrypted: {number(deliveryDays)} days.
        </List.Item>
        <List.Item>Answers to data requests: 30 days.</List.Item>
        <List.Item>
          Someone who asks to be forgotten: nothing that names them. Their orders stay in your
          totals, without a name.
        </List.Item>
        <List.Item>
          Names, emails and tokens never appear in logs. Another shop can never see your data.
        </List.Item>
      </List>
    </TitledCard>
  );
}
