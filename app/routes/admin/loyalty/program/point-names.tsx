import { BlockStack, Button, FormLayout, InlineStack } from "@shopify/polaris";

import { languageNames } from "#app/ui/copy/referrals.ts";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { PointNameValues } from "./program-terms.schema.ts";
import type { RuleFormProps } from "./rule-form-props.ts";

type Props = Pick<RuleFormProps, "values" | "errors" | "onChange">;

/** What points are called in the shop, in each of its languages. */
export function PointNames({ values, errors, onChange }: Props) {
  const names = values.pointName;
  const left = Object.keys(languageNames).filter((locale) =>
    names.every((name) => name.locale !== locale),
  );
  const change = (index: number, changes: Partial<PointNameValues>) =>
    onChange({
      pointName: names.map((name, at) => (at === index ? { ...name, ...changes } : name)),
    });
  return (
    <FormSection
      title="What points are called"
      about="Stars, beans, miles? A language without a name of its own takes the English one. Without any, they are points."
    >
      {names.map((name, index) => (
        <fieldset className="encore-fieldset" key={name.locale}>
          <legend>{languageInWords(name.locale)}</legend>
          <BlockStack gap="200">
            <FormLayout.Group condensed>
              <FormField
                label="One"
                placeholder="star"
                value={name.one}
                error={errors[`pointName.${index}.one`]}
                onChange={(one) => change(index, { one })}
              />
              <FormField
                label="Many"
                placeholder="stars"
                value={name.other}
                error={errors[`pointName.${index}.other`]}
                onChange={(other) => change(index, { other })}
              />
            </FormLayout.Group>
            <InlineStack>
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={`Remove the name in ${languageInWords(name.locale)}`}
                onClick={() => onChange({ pointName: names.filter((_, at) => at !== index) })}
              >
                Remove
              </Button>
            </InlineStack>
          </BlockStack>
        </fieldset>
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

/** A language that Encore does not speak is told by its code. */
function languageInWords(locale: string): string {
  return languageNames[locale] ?? locale;
}
