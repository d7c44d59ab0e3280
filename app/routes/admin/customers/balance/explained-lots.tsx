import { BlockStack, Box, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { StarIcon } from "@shopify/polaris-icons";

import type {
  BalanceExplanation,
  ExplainedLot,
} from "#app/loyalty/explain/explain-balance.server.ts";
import { entryInWords, leftInWords, originInWords } from "#app/ui/copy/explain.ts";
import { entryKindInWords } from "#app/ui/copy/ledger.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { When } from "#app/ui/layout/when.tsx";

import { ExplainedOrder } from "./explained-order.tsx";

type Props = { customerId: string; why: BalanceExplanation; page: number };

/** Where the points came from, what took them and what is left, part by part. */
export function ExplainedLots({ customerId, why, page }: Props) {
  if (why.lots.length === 0) {
    return (
      <Card>
        <EmptyNote icon={StarIcon} heading="No points yet">
          Once points are earned, each of them can be followed here from the order that gave it to
          the reward that took it.
        </EmptyNote>
      </Card>
    );
  }
  const address = (to: number) => `/app/customers/${customerId}/balance?page=${to}`;
  return (
    <BlockStack gap="400">
      {why.lots.map((lot) => (
        <Lot key={lot.id} lot={lot} campaigns={why.campaigns} />
      ))}
      <InlineStack align="center" gap="400">
        {page > 0 && <Link url={address(page - 1)}>Newer points</Link>}
        {why.more && <Link url={address(page + 1)}>Older points</Link>}
      </InlineStack>
    </BlockStack>
  );
}

function Lot({ lot, campaigns }: { lot: ExplainedLot; campaigns: Record<string, string> }) {
  const formats = useFormats();
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {originInWords(lot, formats)}
          </Text>
          <Text as="p">{leftInWords(lot, formats)}</Text>
          <Text as="p" tone="subdued" variant="bodySm">
            <When at={lot.earnedAt} />
            {lot.entry && ` · ${entryInWords(lot.entry, formats)}`}
          </Text>
          {lot.entry?.note && (
            <Text as="p" tone="subdued" variant="bodySm" breakWord>
              {lot.entry.note}
            </Text>
          )}
        </BlockStack>
        {lot.order && <ExplainedOrder order={lot.order} campaigns={campaigns} />}
        {lot.uses.length > 0 && <Uses uses={lot.uses} />}
      </BlockStack>
    </Card>
  );
}

function Uses({ uses }: Pick<ExplainedLot, "uses">) {
  const formats = useFormats();
  return (
    <Box>
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          What took them
        </Text>
        <ul className="encore-plain-list">
          {uses.map((use) => (
            <li key={use.id}>
              <InlineStack align="space-between" gap="200" wrap={false}>
                <BlockStack>
                  <Text as="p">{entryKindInWords(use.kind)}</Text>
                  <Text as="p" tone="subdued" variant="bodySm">
                    {entryInWords(use, formats)} <When at={use.at} />
                  </Text>
                </BlockStack>
                <Text as="span" fontWeight="semibold" numeric>
                  {formats.signed(-use.points)}
                </Text>
              </InlineStack>
            </li>
          ))}
        </ul>
      </BlockStack>
    </Box>
  );
}
