import { useFetcher } from "@remix-run/react";
import { Banner } from "@shopify/polaris";

/** Until the merchant has decided: the rule is Encore's suggestion. */
export function KeepRuleBanner() {
  const fetcher = useFetcher();
  if (fetcher.state !== "idle") return null;
  return (
    <Banner
      title="This is the rule that Encore suggests"
      action={{
        content: "Keep this rule",
        onAction: () => fetcher.submit(null, { method: "post", action: "/app/loyalty/review" }),
      }}
    >
      <p>
        Its numbers fit your currency and your own orders. Change what does not suit your shop, or
        keep it as it is.
      </p>
    </Banner>
  );
}
