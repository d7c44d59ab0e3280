import { BlockStack, Button, FormLayout, InlineStack } from "@shopify/polaris";

import { languageNames } from "#app/ui/copy/referrals.ts";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps, itemOf } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { PointNameValues } from "./program-terms.schema.ts";
import type { RuleFormProps } from "./earning-rule.schema.ts";

type Props = Pick<RuleFormProps, "values" | "errors" | "onChange">;

/** What points are called in the shop, in each of its languages. */
export function PointNames({ values, errors, onChange }: Props) {
  const names = values.pointName;
  const left = Object.keys(languageNames).filter((locale) =>
    names.every((name) => name.locale !== locale),
  );
  return (
    <FormSection
      title="What points are called"
      about="Stars, beans, miles? A language without a name of its own takes the English one. Without any, they are points."
    >
      {names.map((name, index) => (
        <NameInLanguage
          key={name.locale}
          index={index}
          errors={errors}
          {...itemOf(names, index, (pointName) => onChange({ pointName }))}
        />
      ))}
      <InlineStack gap="200">
        {left.map((locale) => (
          <Button
            key={locale}
            accessibilityLabel={`Name points in ${languageInWords(locale)}`}
            onClick={() => onChange({ pointName: [...names, { locale, one: "", other: "" }] })}
          >
            {languageInWords(locale)}
          </Button>
        ))}
      </InlineStack>
    </FormSection>
  );
}

type NameProps = FormProps<PointNameValues> & { index: number; onRemove: () => void };

function NameInLanguage({ index, onRemove, ...form }: NameProps) {
  const field = fieldsOf(form, `pointName.${index}.`);
  const language = languageInWords(form.values.locale);
  return (
    <fieldset className="encore-fieldset">
      <legend>{language}</legend>
      <BlockStack gap="200">
        <FormLayout.Group condensed>
          <FormField label="One" placeholder="star" {...field("one")} />
          <FormField label="Many" placeholder="stars" {...field("other")} />
        </FormLayout.Group>
        <InlineStack>
          <Button
            variant="plain"
            tone="critical"
            accessibilityLabel={`Remove the name in ${language}`}
            onClick={onRemove}
          >
            Remove
          </Button>
        </InlineStack>
      </BlockStack>
    </fieldset>
  );
}

/** A language that Encore does not speak is told by its code. */
function languageInWords(locale: string): string {
  return languageNames[locale] ?? locale;
}
