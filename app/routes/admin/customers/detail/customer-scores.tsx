import { BlockStack, InlineStack, Text } from "@shopify/polaris";

import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { scoresInWords } from "./scores-copy.ts";

type Props = { customer: { rfm: { r: number; f: number; m: number } | null } };

/** How a person compares with the shop's other customers, as three questions and their answers. */
export function CustomerScores({ customer: { rfm } }: Props) {
  return (
    <TitledCard title="Compared with your other customers">
      {!rfm && (
        <Text as="p" tone="subdued">
          People are compared every night, once they have paid for an order.
        </Text>
      )}
      {rfm &&
        scoresInWords(rfm).map(({ question, score, meaning }) => (
          <BlockStack key={question} gap="050">
            <InlineStack align="space-between" blockAlign="center">
              <Text as="h3" variant="headingSm">
                {question}
              </Text>
              <ScoreDots score={score} />
            </InlineStack>
            <Text as="p" tone="subdued">
              {meaning}
            </Text>
          </BlockStack>
        ))}
    </TitledCard>
  );
}

function ScoreDots({ score }: { score: number }) {
  return (
    <span className="encore-dots" role="img" aria-label={`${score} of 5`}>
      {[1, 2, 3, 4, 5].map((dot) => (
        <span key={dot} className={dot <= score ? "encore-dot encore-dot--full" : "encore-dot"} />
      ))}
    </span>
  );
}
