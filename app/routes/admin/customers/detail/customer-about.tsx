import { useFetcher } from "@remix-run/react";
import { InlineStack, Spinner, Tag, Text } from "@shopify/polaris";
import { type ReactNode, useEffect } from "react";

import type { CustomerDetails } from "#app/customers/timeline/customer.server.ts";
import { Facts } from "#app/ui/layout/facts.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { birthdayInWords, consentInWords } from "./program-copy.ts";

type Props = {
  customer: CustomerDetails;
  birthday: { month: number; day: number } | null;
};
type Details = { tags: string[]; note: string | null };

/** What a person told the shop, and what the shop's people wrote about them in Shopify. */
export function CustomerAbout({ customer, birthday }: Props) {
  const { email, phone, shopifyId, consents } = customer;
  const stateOf = (channel: string) =>
    consentInWords(consents.find((one) => one.channel === channel)?.state);
  return (
    <TitledCard title="About them">
      <Facts
        facts={[
          { label: "Birthday", value: birthday ? birthdayInWords(birthday) : "Not told" },
          email ? { label: "Email marketing", value: stateOf("email") } : null,
          phone ? { label: "SMS marketing", value: stateOf("sms") } : null,
        ]}
      />
      {shopifyId !== null && <InShopify customerId={customer.id} />}
    </TitledCard>
  );
}

/** Shopify keeps the tags and the note: they are asked for when somebody looks, and kept nowhere. */
function InShopify({ customerId }: { customerId: string }) {
  const { load, data } = useFetcher<{ details: Details | null }>();
  useEffect(() => load(`/app/customers/${customerId}/shopify-details`), [load, customerId]);
  if (!data) return <Spinner size="small" accessibilityLabel="Asking Shopify for tags and note" />;
  const { details } = data;
  if (!details)
    return (
      <Text as="p" tone="subdued">
        Shopify could not be asked for tags and note. Reload the page to try again.
      </Text>
    );
  return (
    <>
      <Part title="Tags">
        {details.tags.length === 0 ? (
          "None"
        ) : (
          <InlineStack gap="100">
            {details.tags.map((tag) => (
              <Tag key={tag}>{tag}</Tag>
            ))}
          </InlineStack>
        )}
      </Part>
      <Part title="Note">{details.note ? <bdi>{details.note}</bdi> : "None"}</Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <Text as="span" tone="subdued" breakWord>
        {children}
      </Text>
    </div>
  );
}
