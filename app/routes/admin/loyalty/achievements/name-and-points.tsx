import { FormLayout } from "@shopify/polaris";
import type { ReactNode } from "react";

import { FormField } from "#app/ui/forms/form-field.tsx";
import type { FormProps } from "#app/ui/forms/form-fields.schema.ts";

type Props = FormProps<{ name: string; points: string }> & {
  /** What is said about the points, and what stands in their field while it is empty. */
  pointsHelp: string;
  placeholder?: string;
  children: ReactNode;
};

/** What an achievement or a challenge is called, and what it pays, with what stands between them. */
export function NameAndPoints({
  values,
  errors,
  pointsHelp,
  placeholder,
  onChange,
  children,
}: Props) {
  return (
    <FormLayout>
      <FormField
        label="Name"
        help="Shoppers read it, as you write it here."
        value={values.name}
        error={errors["name"]}
        onChange={(name) => onChange({ name })}
      />
      {children}
      <FormField
        label="Points"
        typed="numeric"
        {...(placeholder && { placeholder })}
        help={pointsHelp}
        value={values.points}
        error={errors["points"]}
        onChange={(points) => onChange({ points })}
      />
    </FormLayout>
  );
}
