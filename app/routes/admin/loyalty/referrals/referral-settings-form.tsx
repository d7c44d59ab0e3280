import { BlockStack, FormLayout } from "@shopify/polaris";

import { FormCheckbox } from "#app/ui/forms/form-checkbox.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { ReferralBonuses } from "./referral-bonuses.tsx";
import { ReferralGift } from "./referral-gift.tsx";
import { ReferralWords } from "./referral-messages.tsx";
import type { ReferralValues, RewardChoice } from "./referral-settings.schema.ts";

type Props = FormProps<ReferralValues> & {
  advocateRewards: RewardChoice[];
  friendRewards: RewardChoice[];
};

/** Everything a merchant decides about friends who bring friends, in the order in which it matters. */
export function ReferralSettingsForm(props: Props) {
  return (
    <BlockStack gap="400">
      <Gifts {...props} />
      <Conditions {...props} />
      <ReferralWords {...props} />
    </BlockStack>
  );
}

function Gifts({ advocateRewards, friendRewards, ...form }: Props) {
  const field = fieldsOf(form);
  return (
    <FormSection title="Referral program">
      <FormCheckbox
        label="Customers can bring friends"
        help="Each customer gets a link of their own. Without this, links still open your shop, but bring nothing."
        {...field("active")}
      />
      <ReferralGift
        label="Advocate’s reward"
        help="For the customer who brings a friend, as soon as the friend’s return window is over."
        name="advocate"
        rewards={advocateRewards}
        {...form}
      />
      <ReferralGift
        label="Friend’s reward"
        help="A reward is a discount code for the first order, given on the page that the link opens. Points come after the first order."
        name="friend"
        rewards={friendRewards}
        {...form}
      />
      <ReferralBonuses {...form} />
    </FormSection>
  );
}

function Conditions(form: Props) {
  const { currency } = useShop();
  const field = fieldsOf(form);
  return (
    <FormSection title="What counts">
      <FormField
        label="The friend buys for at least"
        typed="decimal"
        suffix={currency}
        placeholder="Any amount"
        help="Goods after discounts, less what went back. Only a first order counts."
        {...field("minimum")}
      />
      <FormLayout.Group condensed>
        <FormField
          label="A link counts for"
          typed="numeric"
          suffix="days"
          {...field("attributionDays")}
        />
        <FormField
          label="Return window"
          typed="numeric"
          suffix="days"
          {...field("returnWindowDays")}
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
        {...field("strictness")}
      />
    </FormSection>
  );
}
