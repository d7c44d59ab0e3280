import { useFetcher } from "@remix-run/react";
import { Banner } from "@shopify/polaris";

/** Until the merchant has decided: the rule that is in force is Encore's suggestion. */
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
      <p>It is in force already. Change what does not suit your shop, or keep it as it is.</p>
    </Banner>
  );
}
