import { Banner, BlockStack, Button, FormLayout, Modal, Text } from "@shopify/polaris";
import { useState } from "react";

import type { CustomerProgram } from "#app/loyalty/customer-program.server.ts";
import type { NoManualTier } from "#app/loyalty/tiers/manual-tiers.server.ts";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";
import type { Toast } from "#app/ui/hooks/use-toast-once.tsx";

import { type ManualTierValues, parseManualTier } from "./manual-tier.schema.ts";
import { whyNoTier } from "./program-copy.ts";
import { done, refused, usePosting } from "./use-posting.tsx";

type Reply = { refused: NoManualTier | null; ended: boolean };
type Props = { customerId: string; program: CustomerProgram };

/** Puts a person into a tier, perhaps until a day, or leaves it to what they earn again. */
export function SetTier({ customerId, program }: Props) {
  const [values, setValues] = useState<ManualTierValues | null>(null);
  const { posting, post } = usePosting<Reply>(customerId, toastOf);
  const first = program.byHand?.tierId ?? program.tier?.id ?? program.tiers[0]?.id ?? "";
  return (
    <>
      <Button loading={posting} onClick={() => setValues({ tierId: first, until: "" })}>
        Set tier
      </Button>
      {values && (
        <TierModal
          program={program}
          values={values}
          onChange={(changes) => setValues({ ...values, ...changes })}
          onClose={() => setValues(null)}
          onSave={() => {
            setValues(null);
            post("manual-tier", values);
          }}
        />
      )}
    </>
  );
}

function toastOf({ refused: reason, ended }: Reply): Toast {
  if (reason) return refused(whyNoTier[reason]);
  return done(ended ? "The tier is what they have earned" : "Tier set");
}

type ModalProps = {
  program: CustomerProgram;
  values: ManualTierValues;
  onChange: (changes: Partial<ManualTierValues>) => void;
  onClose: () => void;
  onSave: () => void;
};

function TierModal({ program, values, onChange, onClose, onSave }: ModalProps) {
  const { timezone } = useShop();
  const [errors, setErrors] = useState<{ until?: string }>({});
  const { tiers, tier, byHand } = program;
  const names = Object.fromEntries(tiers.map(({ id, name }) => [id, name]));
  const choices = byHand ? { ...names, "": "What they have earned" } : names;
  const save = () => {
    const { errors: wrong } = parseManualTier(values, timezone);
    if (wrong) setErrors(wrong);
    else onSave();
  };
  return (
    <Modal
      open
      title="Set tier"
      onClose={onClose}
      primaryAction={{ content: "Set tier", onAction: save }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <Text as="p">
            {tier ? `They are in “${tier.name}” now. ` : "They are in no tier now. "}
            Coming into a tier by hand gives what entering it gives, unless they were in it before.
          </Text>
          <FormLayout>
            <FormChoice
              label="Tier"
              choices={choices}
              value={values.tierId}
              onChange={(tierId) => onChange({ tierId })}
            />
            {values.tierId !== "" && (
              <FormField
                label="Last day"
                type="date"
                help="Leave it empty to keep the tier until you change it."
                value={values.until}
                error={errors.until}
                onChange={(until) => onChange({ until })}
              />
            )}
          </FormLayout>
          <Banner tone="info">
            <p>
              {values.tierId === ""
                ? "The tier that was set ends now. They are in the one that they have earned."
                : "A higher tier that they earn meanwhile counts. When it ends, they are in the one that they have earned by then."}
            </p>
          </Banner>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
