import { FormLayout } from "@shopify/polaris";

import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";
import { EditBar, formProps, useEditing } from "#app/ui/forms/use-editing.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { parsePointWorth, type PointWorthValues } from "./point-worth.schema.ts";

/** What the report reckons with: the worth of points, and how many of them will be used. */
export function PointWorthForm({ saved }: { saved: PointWorthValues }) {
  const shop = useShop();
  const editing = useEditing(saved, "Saved");
  const { errors } = parsePointWorth(editing.values, shop);
  const field = fieldsOf(formProps(editing, errors));
  return (
    <>
      <EditBar id="point-worth" editing={editing} />
      <FormSection title="What a point is worth">
        <FormLayout.Group condensed>
          <FormField label="So many points" typed="numeric" {...field("points")} />
          <FormField
            label="Are worth"
            typed="decimal"
            suffix={shop.currency}
            {...field("amount")}
          />
        </FormLayout.Group>
        <FormField
          label="Share that will be used"
          typed="decimal"
          suffix="%"
          placeholder="As seen so far"
          help="Leave it empty to take the share that was used so far."
          {...field("rate")}
        />
      </FormSection>
    </>
  );
}
