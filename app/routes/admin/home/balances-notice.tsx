import { Banner } from "@shopify/polaris";

import type { ChangeSums } from "#app/loyalty/launch/balance-changes.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";

/** A newer release counts some orders differently: balances that would change by it wait for the merchant's decision. */
export function BalancesNotice({ customers }: ChangeSums) {
  const { number } = useFormats();
  const who =
    customers === 1 ? "1 customer would have" : `${number(customers)} customers would have`;
  return (
    <Banner
      tone="info"
      title={`${who} another balance by today’s rules`}
      action={{ content: "See whose", url: "/app/loyalty/recalculation" }}
    >
      <p>
        Encore now counts exchanges, edits and payments more exactly, and leaves out orders in
        another currency than your program’s. Nothing was changed: look at the list, and decide
        whether these balances should follow.
      </p>
    </Banner>
  );
}
