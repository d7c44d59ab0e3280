import { Text } from "@shopify/polaris";
import { useState } from "react";

import { exponentOf, toDecimal } from "#app/ground/money.ts";
import { examplePoints, exampleRate } from "#app/loyalty/earning/example.ts";
import { ONCE } from "#app/loyalty/program/earning-rule.ts";
import { roundingWords, timesInWords } from "#app/ui/copy/explain.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import type { Formats } from "#app/ui/format/formats.ts";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { minorOf } from "#app/ui/forms/form-fields.schema.ts";
import { useFormats, useShop } from "#app/ui/hooks/shop.tsx";
import { Facts } from "#app/ui/layout/facts.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import {
  type Choice,
  EarningExample,
  exampleOf,
  type Faster,
  plainChoice,
} from "./earning-example.tsx";
import type { EarningRuleSettings } from "./earning-rule.schema.ts";

type Props = {
  settings: EarningRuleSettings | null;
  campaigns: Faster[];
  tiers: Faster[];
};

const EXAMPLE_UNITS = [9.99, 49.95, 120];

/** What the rule on the screen would award, before it is saved: by the functions by which the workers award points. */
export function EarningPreview({ settings, campaigns, tiers }: Props) {
  const { currency } = useShop();
  const formats = useFormats();
  const { money } = formats;
  const examples = EXAMPLE_UNITS.map((units) =>
    BigInt(Math.round(units * 10 ** exponentOf(currency))),
  );
  const [typed, setTyped] = useState(toDecimal(examples[1] ?? 0n, currency));
  const [shipping, setShipping] = useState("");
  const [giftCard, setGiftCard] = useState("");
  const [chosen, setChosen] = useState<Choice>(plainChoice);
  const amount = minorOf(typed, currency);
  const example = exampleOf(chosen, campaigns, tiers);
  const rate = settings ? exampleRate(settings, example) : ONCE;
  const earn = (minor: bigint, shippingMinor = 0n, giftCardMinor = 0n) => {
    const price = { minor, shippingMinor, giftCardMinor };
    const points = settings ? Number(examplePoints(settings, example, price)) : 0;
    return pointsInWords(points, formats);
  };

  return (
    <TitledCard title="Try it out">
      <Money label="Someone buys for" needed value={typed} onChange={setTyped} />
      {settings?.includeShipping && (
        <Money label="And for shipping" value={shipping} onChange={setShipping} />
      )}
      {settings?.giftCards === "when_bought" && (
        <Money label="Paid by gift card" value={giftCard} onChange={setGiftCard} />
      )}
      {settings && (
        <EarningExample
          settings={settings}
          campaigns={campaigns}
          tiers={tiers}
          chosen={chosen}
          onChange={setChosen}
        />
      )}
      <div role="status">
        <Text as="p" variant="headingLg">
          {settings
            ? earn(
                amount ?? 0n,
                minorOf(shipping, currency) ?? 0n,
                minorOf(giftCard, currency) ?? 0n,
              )
            : "—"}
        </Text>
        <Text as="p" tone="subdued">
          {settings
            ? ruleInWords(settings, rate, formats)
            : "Correct the fields to see what it earns."}
        </Text>
      </div>
      {settings && (
        <Facts
          facts={examples.map((minor) => ({ label: money(Number(minor)), value: earn(minor) }))}
        />
      )}
    </TitledCard>
  );
}

type MoneyProps = {
  label: string;
  needed?: boolean;
  value: string;
  onChange: (value: string) => void;
};

function Money({ label, needed = false, value, onChange }: MoneyProps) {
  const { currency } = useShop();
  const isMissing = (needed || value.trim() !== "") && minorOf(value, currency) === undefined;
  return (
    <FormField
      label={label}
      typed="decimal"
      suffix={currency}
      placeholder={needed ? "" : "0"}
      value={value}
      error={isMissing ? "Enter an amount of money." : undefined}
      onChange={onChange}
    />
  );
}

function ruleInWords(settings: EarningRuleSettings, rate: number, formats: Formats): string {
  if (rate === 0) return "This product is one of those that earn nothing.";
  const points = pointsInWords(settings.pointsPerUnit, formats);
  const times = rate === ONCE ? "" : `, ${timesInWords(rate)} as many here`;
  return `${points} for every ${formats.money(Number(settings.unitMinor))}${times}, ${roundingWords[settings.rounding]}.`;
}
