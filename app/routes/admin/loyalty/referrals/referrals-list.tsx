import { InlineGrid, Text } from "@shopify/polaris";
import { PersonAddIcon } from "@shopify/polaris-icons";

import type {
  Advocate,
  ListedReferral,
  ReferralsPage,
} from "#app/loyalty/referrals/referrals-list.server.ts";
import { findingInWords, referralStateWords } from "#app/ui/copy/referrals.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { KeyFigure } from "#app/ui/layout/key-figure.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Day, When } from "#app/ui/layout/when.tsx";
import { Table } from "#app/ui/tables/table.tsx";

/** The last 30 days in four figures. */
export function ReferralFigures({ figures }: Pick<ReferralsPage, "figures">) {
  const { number, shortMoney } = useFormats();
  const all = [
    { label: "Link visits", value: number(figures.visits), detail: "in 30 days" },
    { label: "Waiting", value: number(figures.waiting), detail: "friends who bought" },
    { label: "Rewarded", value: number(figures.rewarded), detail: "friends who stayed" },
    { label: "Bought", value: shortMoney(figures.revenueMinor), detail: "by friends, 30 days" },
  ];
  return (
    <section aria-labelledby="referrals-in-short">
      <h2 id="referrals-in-short" className="encore-visually-hidden">
        In short
      </h2>
      <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
        {all.map((figure) => (
          <KeyFigure key={figure.label} {...figure} />
        ))}
      </InlineGrid>
    </section>
  );
}

/** Who brought whom, latest first. */
export function LatestReferrals({ referrals }: { referrals: ListedReferral[] }) {
  return (
    <TitledCard title="Latest referrals">
      {referrals.length === 0 ? (
        <EmptyNote icon={PersonAddIcon} heading="Nobody has brought a friend yet">
          Customers find their link in their account and in the blocks of your theme.
        </EmptyNote>
      ) : (
        <Table
          wide
          caption="Referrals, latest first"
          columns={[
            { title: "Friend" },
            { title: "Brought by" },
            { title: "Order" },
            { title: "State" },
          ]}
          roomy
        >
          {referrals.map((referral) => (
            <Row key={referral.id} referral={referral} />
          ))}
        </Table>
      )}
    </TitledCard>
  );
}

function Row({ referral }: { referral: ListedReferral }) {
  const { advocate, friend, order, via, state, placedAt } = referral;
  const { money } = useFormats();
  const { name, status } = referralStateWords(state);
  return (
    <tr>
      <td>
        <PersonLink {...friend} />
      </td>
      <td>
        <PersonLink {...advocate} />
        <Text as="p" tone="subdued" variant="bodySm">
          {via === "code" ? "with the welcome code" : "by the link"}
        </Text>
      </td>
      <td>
        {order.name}, {money(order.totalMinor)}
        <Text as="p" tone="subdued" variant="bodySm">
          <When at={placedAt} />
        </Text>
      </td>
      <td>
        <StatusBadge status={status}>{name}</StatusBadge>
        <Why referral={referral} />
      </td>
    </tr>
  );
}

function Why({ referral: { state, findings, dueAt } }: { referral: ListedReferral }) {
  const said =
    state === "pending" ? (
      <>
        until <Day at={dueAt} />
      </>
    ) : state === "blocked" && findings[0] ? (
      findingInWords(findings[0])
    ) : null;
  if (!said) return null;
  return (
    <Text as="p" tone="subdued" variant="bodySm">
      {said}
    </Text>
  );
}

/** Who brought the most friends. */
export function TopAdvocates({ advocates }: { advocates: Advocate[] }) {
  const { number } = useFormats();
  return (
    <TitledCard title="Top advocates">
      <Table
        caption="The customers who brought the most friends"
        columns={[
          { title: "Customer" },
          { title: "Rewarded", number: true },
          { title: "Waiting", number: true },
        ]}
      >
        {advocates.map(({ rewarded, waiting, ...person }) => (
          <tr key={person.id}>
            <td>
              <PersonLink {...person} />
            </td>
            <td className="encore-table__number">{number(rewarded)}</td>
            <td className="encore-table__number">{number(waiting)}</td>
          </tr>
        ))}
      </Table>
    </TitledCard>
  );
}
