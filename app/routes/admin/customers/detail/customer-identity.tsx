import { Divider, Link, Text } from "@shopify/polaris";

import type { MergeReason } from "#app/customers/identity/identity.ts";
import type { CustomerDetails, IdentityLink } from "#app/customers/timeline/customer.server.ts";
import { readable } from "#app/ui/copy/segments.ts";
import { useShop } from "#app/ui/hooks/shop.tsx";
import { Facts } from "#app/ui/layout/facts.tsx";
import { personName } from "#app/ui/layout/person.tsx";
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
        {customer.links.map((link) => (
          <li key={link.id}>
            <JoinedRecord link={link} />
            {link.undoneAt === null && link.reason === "same_email" && (
              <UnmergeCustomers loading={unmerging} onConfirm={() => unmerge(link.id)} />
            )}
          </li>
        ))}
      </ul>
    </TitledCard>
  );
}

/** Another record that is this person's, or once was taken for it, and why. */
function JoinedRecord({ link }: { link: IdentityLink }) {
  const { domain } = useShop();
  const { id, shopifyId, reason, at, undoneAt } = link;
  const name = <bdi>{personName(link)}</bdi>;
  return (
    <>
      <Text as="p" fontWeight="medium" breakWord>
        {undoneAt !== null && (
          <>
            Unmerged from <Link url={`/app/customers/${id}`}>{name}</Link> on <Day at={undoneAt} />
          </>
        )}
        {undoneAt === null && (
          <>
            Merged with{" "}
            {shopifyId ? (
              <Link url={`https://${domain}/admin/customers/${shopifyId}`} target="_top">
                {name}
              </Link>
            ) : (
              <>a guest record, {name},</>
            )}{" "}
            on <Day at={at} />
          </>
        )}
      </Text>
      <Text as="p" tone="subdued">
        {undoneAt !== null && "They had been taken for one person. "}
        {reasons[reason as MergeReason] ?? `${readable(reason)}.`}
      </Text>
    </>
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
