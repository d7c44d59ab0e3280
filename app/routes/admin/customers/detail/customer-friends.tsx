import { InlineStack, Link, Text } from "@shopify/polaris";

import type { CustomerProgram } from "#app/loyalty/customer-program.server.ts";
import { referralStateWords } from "#app/ui/copy/referrals.ts";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Day } from "#app/ui/layout/when.tsx";

type Referral = CustomerProgram["referral"];

/** A person's referral link, whom they brought by it, and who brought them. */
export function CustomerFriends({ referral: { url, friends, broughtBy } }: { referral: Referral }) {
  return (
    <TitledCard title="Referrals">
      {url ? (
        <Text as="p" breakWord>
          <Link url={url} target="_blank">
            {url}
          </Link>
        </Text>
      ) : (
        <Text as="p" tone="subdued">
          They have no referral link yet. They get it when they first open your referral page.
        </Text>
      )}
      {broughtBy && (
        <Text as="p">
          Brought by <PersonLink {...personOf(broughtBy)} />
        </Text>
      )}
      {friends.length === 0 ? (
        <Text as="p">No friend has ordered by their link yet.</Text>
      ) : (
        <ul className="encore-plain-list">
          {friends.map((friend) => (
            <Friend key={friend.id} friend={friend} />
          ))}
        </ul>
      )}
    </TitledCard>
  );
}

function Friend({ friend }: { friend: Referral["friends"][number] }) {
  const { name, status } = referralStateWords(friend.state);
  return (
    <li>
      <InlineStack gap="200" blockAlign="center">
        <PersonLink {...personOf(friend)} />
        <StatusBadge status={status}>{name}</StatusBadge>
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">
        Ordered on <Day at={friend.at} />
      </Text>
    </li>
  );
}

function personOf({ customerId, name, email }: Referral["friends"][number]) {
  return { id: customerId, name, email };
}
