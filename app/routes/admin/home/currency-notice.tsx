import { Banner } from "@shopify/polaris";

/** The shop has another currency in Shopify than its program is in. */
export function CurrencyNotice({ kept, refused }: { kept: string; refused: string }) {
  return (
    <Banner
      tone="warning"
      title={`Your shop now uses ${refused}, and your program stays in ${kept}`}
    >
      <p>
        Points, rewards, tiers and past orders were counted in {kept}. Encore does not turn one
        currency into another: orders in {refused} earn no points and count for nothing. Change the
        currency back in your Shopify settings, or ask Encore’s support to start your program again
        in {refused}.
      </p>
    </Banner>
  );
}
