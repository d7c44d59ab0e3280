import { BlockStack, Checkbox, FormLayout } from "@shopify/polaris";

import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import type { FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { ReferralBonuses } from "./referral-bonuses.tsx";
import { ReferralGift } from "./referral-gift.tsx";
import { type ReadyWords, ReferralWords } from "./referral-messages.tsx";
import type { ReferralValues, RewardChoice } from "./referral-settings.schema.ts";

type Props = FormProps<ReferralValues> & {
  advocateRewards: RewardChoice[];
  friendRewards: RewardChoice[];
  readyWords: ReadyWords;
};

/** Everything a merchant decides about friends who bring friends, in the order in which it matters. */
export function ReferralSettingsForm(props: Props) {
  return (
    <BlockStack gap="400">
      <Gifts {...props} />
      <Conditions {...props} />
      <ReferralWords
        words={props.values.words}
        errors={props.errors}
        readyWords={props.readyWords}
        onChange={(words) => props.onChange({ words })}
      />
    </BlockStack>
  );
}

function Gifts({ values, errors, advocateRewards, friendRewards, onChange }: Props) {
  return (
    <FormSection title="Referral programme">
      <Checkbox
        label="Customers can bring friends"
        helpText="Each customer gets a link of their own. Without this, links still open your shop, but bring nothing."
        checked={values.active}
        onChange={(active) => onChange({ active })}
      />
      <ReferralGift
        label="Advocate’s reward"
        help="For the customer who brings a friend, as soon as the friend’s return window is over."
        name="advocate"
        gift={values.advocate}
        rewards={advocateRewards}
        errors={errors}
        onChange={(advocate) => onChange({ advocate })}
      />
      <ReferralGift
        label="Friend’s reward"
        help="A reward is a discount code for the first order, given on the page that the link opens. Points come after the first order."
        name="friend"
        gift={values.friend}
        rewards={friendRewards}
        errors={errors}
        onChange={(friend) => onChange({ friend })}
      />
      <ReferralBonuses
        bonuses={values.bonuses}
        errors={errors}
        onChange={(bonuses) => onChange({ bonuses })}
      />
    </FormSection>
  );
}

function Conditions({ values, errors, onChange }: Props) {
  const { currency } = useShop();
  return (
    <FormSection title="What counts">
      <FormField
        label="The friend buys for at least"
        typed="decimal"
        suffix={currency}
        placeholder="Any amount"
        help="Goods after discounts, less what went back. Only a first order counts."
        value={values.minimum}
        error={errors["minimum"]}
        onChange={(minimum) => onChange({ minimum })}
      />
      <FormLayout.Group condensed>
        <FormField
          label="A link counts for"
          typed="numeric"
          suffix="days"
          value={values.attributionDays}
          error={errors["attributionDays"]}
          onChange={(attributionDays) => onChange({ attributionDays })}
        />
        <FormField
          label="Return window"
          typed="numeric"
          suffix="days"
          value={values.returnWindowDays}
          error={errors["returnWindowDays"]}
          onChange={(returnWindowDays) => onChange({ returnWindowDays })}
        />
      </FormLayout.Group>
      <FormChoice
        label="When two could be one person"
        choices={{
          relaxed: "Relaxed: families may bring each other",
          standard: "Standard: one address is refused, one connection looked at",
          strict: "Strict: everything that they share is refused",
        }}
        help="The same email, phone number or customer never counts."
        value={values.strictness}
        onChange={(value) => onChange({ strictness: value })}
      />
    </FormSection>
  );
}
