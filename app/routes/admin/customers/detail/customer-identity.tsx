import { Divider, Link, Text } from "@shopify/polaris";

import type { MergeReason } from "#app/customers/identity/identity.ts";
import type { CustomerDetails } from "#app/customers/timeline/customer.server.ts";
import { readable } from "#app/ui/copy/segments.ts";
import { useShop } from "#app/ui/hooks/shop.tsx";
import { Facts } from "#app/ui/layout/facts.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Day } from "#app/ui/layout/when.tsx";

import { UnmergeCustomers, useUnmerging } from "./unmerge-customers.tsx";

/** Why two records are taken for one person. */
const reasons: Record<MergeReason, string> = {
  same_email: "Someone ordered as a guest with the email that this customer has in Shopify.",
  merged_in_shopify: "Two customers were merged in Shopify.",
};

type Props = { customer: CustomerDetails };

/** Who someone is, and what makes Encore think so. */
export function CustomerIdentity({ customer }: Props) {
  const { unmerge, unmerging } = useUnmerging(customer.id);
  return (
    <TitledCard title="Customer identity">
      <WhatIsKnown customer={customer} />
      <Divider />
      <Text as="h3" variant="headingSm">
        How Encore knows
      </Text>
      {customer.identifiers.length === 0 && (
        <Text as="p" tone="subdued">
          Nothing leads to this person: neither an email nor a customer in Shopify.
        </Text>
      )}
      <ul className="encore-plain-list">
        {customer.identifiers.map((identifier) => (
          <li key={`${identifier.kind} ${identifier.value ?? ""} ${identifier.firstSeenAt}`}>
            {identifier.value && (
              <Text as="p" fontWeight="medium" breakWord>
                <bdi>{identifier.value}</bdi>
              </Text>
            )}
            <Text as="p" tone="subdued">
              {identifier.why} Seen since <Day at={identifier.firstSeenAt} />.
            </Text>
          </li>
        ))}
        {customer.merges.map((merge) => (
          <li key={merge.mergedId}>
            <Text as="p" fontWeight="medium">
              Merged with a second record on <Day at={merge.at} />
            </Text>
            <Text as="p" tone="subdued">
              {reasons[merge.reason as MergeReason] ?? `${readable(merge.reason)}.`}
            </Text>
            {merge.reason === "same_email" && (
              <UnmergeCustomers loading={unmerging} onConfirm={() => unmerge(merge.mergedId)} />
            )}
          </li>
        ))}
      </ul>
    </TitledCard>
  );
}

function WhatIsKnown({ customer }: Props) {
  const { domain } = useShop();
  const { email, phone, country, shopifyId } = customer;
  const pageInShopify = shopifyId ? (
    <Link url={`https://${domain}/admin/customers/${shopifyId}`} target="_top">
      Customer page
    </Link>
  ) : (
    "Guest, no account"
  );
  return (
    <Facts
      facts={[
        { label: "Email", value: email ? <bdi>{email}</bdi> : "Not known" },
        { label: "Phone", value: phone ? <bdi>{phone}</bdi> : "Not known" },
        country ? { label: "Country", value: countryName(country) } : null,
        { label: "Known since", value: <Day at={customer.firstOrderAt ?? customer.createdAt} /> },
        { label: "In Shopify", value: pageInShopify },
      ]}
    />
  );
}

function countryName(code: string): string {
  try {
    return new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code;
  } catch {
    return code; // Not a code that exists; Shopify sent it all the same.
  }
}
