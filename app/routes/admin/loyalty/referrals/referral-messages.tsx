import { Select } from "@shopify/polaris";
import { useState } from "react";

import { LINK, wordsToShare } from "#app/loyalty/referrals/share-copy.ts";
import { languageNames } from "#app/ui/copy/referrals.ts";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { ReferralValues } from "./referral-settings.schema.ts";

type Props = FormProps<Pick<ReferralValues, "words">>;

const nothing = { mail: "", whatsapp: "" };

/** What customers send to their friends, in each language; Encore's own words stand in empty fields. */
export function ReferralWords({ values: { words }, errors, onChange }: Props) {
  const [language, setLanguage] = useState("en");
  const own = words[language] ?? nothing;
  const ready = wordsToShare({}, language, LINK);
  const change = (changes: Partial<typeof nothing>) =>
    onChange({ words: { ...words, [language]: { ...own, ...changes } } });
  const field = fieldsOf({ values: own, errors, onChange: change }, `words.${language}.`);
  return (
    <FormSection title="What customers send to friends">
      <Select
        label="Language"
        options={Object.entries(languageNames).map(([value, name]) => ({
          value,
          label: words[value]?.mail || words[value]?.whatsapp ? `${name} (your words)` : name,
        }))}
        value={language}
        onChange={setLanguage}
      />
      <FormField
        label="Mail"
        multiline={4}
        placeholder={ready.mail.body}
        help="{link} is where the link stands. Leave it empty for Encore’s words."
        {...field("mail")}
      />
      <FormField
        label="WhatsApp"
        multiline={2}
        placeholder={ready.whatsapp}
        {...field("whatsapp")}
      />
    </FormSection>
  );
}
