import { useNavigate } from "@remix-run/react";
import { Tabs } from "@shopify/polaris";

import { useFormats } from "#app/ui/hooks/shop.tsx";

import { type DeliveryState, deliveryStates, deliveryStateWords } from "./deliveries-copy.ts";

type Props = { state: DeliveryState | undefined; counts: Record<DeliveryState, number> };

/** All deliveries, or those of one state, with how many there are. */
export function DeliveryTabs({ state, counts }: Props) {
  const { number } = useFormats();
  const navigate = useNavigate();
  const states = [undefined, ...deliveryStates];
  const tabs = states.map((one) => ({
    id: one ?? "all",
    panelID: "deliveries",
    content: one ? deliveryStateWords(one).name : "All",
    ...(one && { badge: number(counts[one]) }),
  }));
  return (
    <Tabs
      tabs={tabs}
      selected={Math.max(0, states.indexOf(state))}
      onSelect={(index) => {
        const next = states[index];
        navigate(next ? `/app/settings/deliveries?state=${next}` : "/app/settings/deliveries");
      }}
    />
  );
}
