import {
  BlockStack,
  Button,
  Card,
  Collapsible,
  FormLayout,
  InlineError,
  InlineStack,
  Text,
} from "@shopify/polaris";
import { useId, useState } from "react";

import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf } from "#app/ui/forms/form-fields.schema.ts";
import { MoveButtons } from "#app/ui/forms/move-buttons.tsx";
import { useFormats, useShop } from "#app/ui/hooks/shop.tsx";

import type { TierCardProps } from "./tier-card-props.ts";
import { TierEntry } from "./tier-entry.tsx";
import { TierPerks } from "./tier-perks-form.tsx";

/** A tier: what it is called, how it is reached, and what its members have. */
export function TierCard(props: TierCardProps) {
  const { values, index, of, members, errors, onMove, onRemove } = props;
  const { number } = useFormats();
  const name = values.name.trim() || "New tier";
  const wrong = errors[`tiers.${index}`];
  const id = useId();
  return (
    <Card>
      <section aria-labelledby={id}>
        <BlockStack gap="400">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <div className="encore-row__main">
              <Text as="h2" variant="headingMd" id={id}>
                {name}
              </Text>
              <Text as="p" tone="subdued">
                {members === null
                  ? "Not saved yet"
                  : `${number(members)} ${members === 1 ? "member" : "members"}`}
              </Text>
            </div>
            <InlineStack gap="100" blockAlign="center">
              <MoveButtons name={name} index={index} of={of} onMove={onMove} />
              <Button
                variant="tertiary"
                tone="critical"
                accessibilityLabel={`Remove ${name}`}
                disabled={of === 1}
                onClick={onRemove}
              >
                Remove
              </Button>
            </InlineStack>
          </InlineStack>
          {wrong && <InlineError message={wrong} fieldID={id} />}
          <HowReached {...props} />
          <More {...props} name={name} />
        </BlockStack>
      </section>
    </Card>
  );
}

function HowReached({ index, ...form }: TierCardProps) {
  const { currency } = useShop();
  const field = fieldsOf(form, `tiers.${index}.`);
  return (
    <FormLayout>
      <FormField label="Name" {...field("name")} />
      <FormLayout.Group condensed title="Reached by any of these. Leave empty what does not count.">
        <FormField label="Orders" typed="numeric" {...field("orders")} />
        <FormField label={`Spent, ${currency}`} typed="decimal" {...field("spend")} />
        <FormField label="Points earned" typed="numeric" {...field("points")} />
      </FormLayout.Group>
    </FormLayout>
  );
}

function More({ name, ...props }: TierCardProps & { name: string }) {
  const { errors, index } = props;
  const hasError = Object.keys(errors).some((path) => path.startsWith(`tiers.${index}.`));
  const [opened, setOpened] = useState(props.values.id === null);
  // What is wrong inside must be seen.
  const open = opened || hasError;
  const id = useId();
  return (
    <BlockStack gap="300">
      <InlineStack>
        <Button
          variant="plain"
          disclosure={open ? "up" : "down"}
          ariaExpanded={open}
          ariaControls={id}
          accessibilityLabel={`What members have: ${name}`}
          onClick={() => setOpened(!open)}
        >
          What members have
        </Button>
      </InlineStack>
      <Collapsible id={id} open={open}>
        <FormLayout>
          <TierPerks {...props} />
          <TierEntry {...props} />
        </FormLayout>
      </Collapsible>
    </BlockStack>
  );
}
