import { Banner, BlockStack, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";

import type { CustomerProgram } from "#app/loyalty/customer-program.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { Facts } from "#app/ui/layout/facts.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { ExcludeCustomer } from "./exclude-customer.tsx";
import { stepInWords, tierInWords } from "./program-copy.ts";
import { SetTier } from "./set-tier.tsx";

type Props = { customerId: string; program: CustomerProgram };

/** How a person stands in the program: their tier, how far the next one is, and what they ever earned. */
export function CustomerTier({ customerId, program }: Props) {
  const { date, number } = useFormats();
  const { excludedSince, isLive, tiers, lifetime } = program;
  const isExcluded = excludedSince !== null;
  return (
    <TitledCard
      title="Loyalty program"
      gap="400"
      aside={
        <InlineStack gap="200">
          {isLive && !isExcluded && tiers.length > 0 && (
            <SetTier customerId={customerId} program={program} />
          )}
          <ExcludeCustomer customerId={customerId} isExcluded={isExcluded} />
        </InlineStack>
      }
    >
      {isExcluded ? (
        <Banner tone="warning" title={`Excluded from your program since ${date(excludedSince)}`}>
          <p>
            They earn nothing, cannot redeem and are shown nothing as a member. What they send back
            still takes its points back.
          </p>
        </Banner>
      ) : (
        <Tier program={program} />
      )}
      <Facts
        facts={[
          { label: "Lifetime points", value: number(lifetime.earned) },
          { label: "Redeemed", value: number(lifetime.redeemed) },
          lifetime.expired > 0 ? { label: "Expired", value: number(lifetime.expired) } : null,
        ]}
      />
    </TitledCard>
  );
}

function Tier({ program: { tier, byHand, next, tiers } }: { program: CustomerProgram }) {
  const formats = useFormats();
  if (tiers.length === 0)
    return (
      <Text as="p" tone="subdued">
        Your program has no tiers switched on.
      </Text>
    );
  const isByHand = byHand !== null && byHand.tierId === tier?.id;
  return (
    <BlockStack gap="300">
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm">
          Tier
        </Text>
        <Text as="p" variant="headingLg" breakWord>
          <bdi>{tier?.name ?? "None yet"}</bdi>
        </Text>
        {tier && (
          <Text as="p" tone="subdued">
            {tierInWords(tier, isByHand ? byHand : null, formats)}
          </Text>
        )}
      </BlockStack>
      {next && <NextTier next={next} />}
      {!next && tier && <Text as="p">This is the highest tier.</Text>}
    </BlockStack>
  );
}

function NextTier({ next }: { next: NonNullable<CustomerProgram["next"]> }) {
  const formats = useFormats();
  const id = useId();
  const shares = next.steps.map(({ have, atLeast }) => (atLeast > 0 ? have / atLeast : 1));
  // Any of the ways is enough: the nearest is shown. Never quite full, as they are not in it.
  const percent = Math.min(99, Math.floor(Math.max(0, ...shares) * 100));
  const steps = next.steps.map(({ basis, have, atLeast }) =>
    stepInWords(basis, have, atLeast, formats),
  );
  return (
    <BlockStack gap="100">
      <Text as="p" id={id}>
        To <bdi>{next.name}</bdi>: {steps.join(", or ")}
      </Text>
      <ProgressBar progress={percent} size="small" tone="primary" ariaLabelledBy={id} />
    </BlockStack>
  );
}
