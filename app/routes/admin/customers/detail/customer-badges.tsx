import { Text } from "@shopify/polaris";

import type { CustomerProgram } from "#app/loyalty/customer-program.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { badgeInWords } from "./program-copy.ts";

type Props = { badges: CustomerProgram["badges"] };

/** The badges that a person has, and how far they are towards the others. */
export function CustomerBadges({ badges }: Props) {
  const formats = useFormats();
  const earned = badges.filter(({ reachedAt }) => reachedAt !== null).length;
  return (
    <TitledCard title="Badges" about={`${earned} of ${badges.length} earned`}>
      <ul className="encore-plain-list">
        {badges.map(({ id, name, badge, kind, reachedAt, have, threshold }) => (
          <li key={id} className="encore-badge-line">
            <span aria-hidden="true" className={reachedAt ? "" : "encore-badge-line__missing"}>
              {badge}
            </span>
            <span className="encore-badge-line__text">
              <Text as="span" fontWeight="medium" breakWord>
                <bdi>{name}</bdi>
              </Text>{" "}
              <Text as="span" tone="subdued">
                {reachedAt
                  ? `since ${formats.date(reachedAt)}`
                  : badgeInWords(kind, have, threshold, formats)}
              </Text>
            </span>
          </li>
        ))}
      </ul>
    </TitledCard>
  );
}
