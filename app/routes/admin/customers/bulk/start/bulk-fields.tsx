import { FormLayout, Text } from "@shopify/polaris";

import type { BulkWork } from "#app/bulk/bulk-run.ts";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";

import type { BulkValues } from "./form.schema.ts";

type Props = FormProps<BulkValues> & {
  kind: BulkWork["kind"];
  rewards: readonly { id: string; name: string }[];
};

/** What is to be done for each of the customers. */
export function BulkFields({ kind, rewards, ...form }: Props) {
  const field = fieldsOf(form);
  if (kind === "tags")
    return (
      <FormField
        label="Tags"
        help="Separate tags with commas. They are added in Shopify; tags that a customer has already stay."
        {...field("tags")}
      />
    );
  if (kind === "reward")
    return rewards.length === 0 ? (
      <Text as="p">You have no reward to give yet. Add one under Loyalty, Rewards.</Text>
    ) : (
      <FormChoice
        label="Reward"
        help="Each customer gets a code of their own, for 0 points. Guests without an account in Shopify are left out."
        choices={Object.fromEntries(rewards.map(({ id, name }) => [id, name]))}
        {...field("rewardId")}
      />
    );
  return (
    <FormLayout>
      <FormField label="Points for each customer" typed="numeric" {...field("points")} />
      <FormField
        label="Reason"
        help="For your team: it stands beside the points and in the activity log. Your customers never see it."
        multiline={2}
        maxLength={500}
        {...field("note")}
      />
    </FormLayout>
  );
}
