import { BlockStack, Button, InlineError } from "@shopify/polaris";

import { reorder } from "#app/ui/forms/move-buttons.tsx";

import type { TierCardProps } from "./tier-card-props.ts";
import { TierCard } from "./tier-card.tsx";
import { newTier } from "./tiers-form-values.ts";
import type { TiersValues } from "./tiers-form.schema.ts";

const MOST_TIERS = 10;

type Props = Pick<TierCardProps, "errors" | "titles" | "rewards" | "accessBlockUrl"> & {
  values: TiersValues;
  /** How many are in each tier, by its id. */
  members: Record<string, number>;
  onChange: (changes: Pick<TiersValues, "tiers">) => void;
};

/** The tiers, the lowest first. */
export function TierLadder({ values: { tiers }, members, onChange, errors, ...rest }: Props) {
  return (
    <div className="encore-measure">
      <BlockStack gap="400">
        {tiers.map((tier, index) => (
          <TierCard
            key={tier.key}
            {...rest}
            errors={errors}
            values={tier}
            index={index}
            of={tiers.length}
            members={tier.id === null ? null : (members[tier.id] ?? 0)}
            onChange={(changes) => onChange({ tiers: tiers.with(index, { ...tier, ...changes }) })}
            onMove={(from, to) => onChange({ tiers: reorder(tiers, from, to) })}
            onRemove={() => onChange({ tiers: tiers.toSpliced(index, 1) })}
          />
        ))}
        {errors["tiers"] && <InlineError message={errors["tiers"]} fieldID="tiers" />}
        {tiers.length < MOST_TIERS && (
          <div className="encore-heading">
            <Button onClick={() => onChange({ tiers: [...tiers, newTier(tiers)] })}>
              Add a higher tier
            </Button>
          </div>
        )}
      </BlockStack>
    </div>
  );
}
