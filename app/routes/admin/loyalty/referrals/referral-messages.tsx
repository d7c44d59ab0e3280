import { Select, TextField } from "@shopify/polaris";
import { useState } from "react";

import { languageNames } from "#app/ui/copy/referrals.ts";
import type { FieldErrors } from "#app/ui/forms/form-fields.schema.ts";
import { FormSection } from "#app/ui/forms/form-section.tsx";

import type { ReferralValues } from "./referral-settings.schema.ts";

export type ReadyWords = (language: string) => { mail: string; whatsapp: string };

type Props = {
  words: ReferralValues["words"];
  errors: FieldErrors;
  /** Encore's own words in a language. */
  readyWords: ReadyWords;
  onChange: (words: ReferralValues["words"]) => void;
};

const nothing = { mail: "", whatsapp: "" };

/** What customers send to their friends, in each language; Encore's own words stand in empty fields. */
export function ReferralWords({ words, errors, readyWords, onChange }: Props) {
  const [language, setLanguage] = useState("en");
  const own = words[language] ?? nothing;
  const ready = readyWords(language);
  const change = (changes: Partial<typeof nothing>) =>
    onChange({ ...words, [language]: { ...own, ...changes } });
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
      <TextField
        label="Mail"
        multiline={4}
        autoComplete="off"
        placeholder={ready.mail}
        helpText="{link} is where the link stands. Leave it empty for Encore’s words."
        value={own.mail}
        error={errors[`words.${language}.mail`]}
        onChange={(mail) => change({ mail })}
      />
      <TextField
        label="WhatsApp"
        multiline={2}
        autoComplete="off"
        placeholder={ready.whatsapp}
        value={own.whatsapp}
        error={errors[`words.${language}.whatsapp`]}
        onChange={(whatsapp) => change({ whatsapp })}
      />
    </FormSection>
  );
}
