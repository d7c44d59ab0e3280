import { BlockStack, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";

import type { EarningRuleSettings } from "./earning-rule.schema.ts";
import { exponentOf, parseMinor, toDecimal } from "#app/money.ts";

import { useFormats, useShop } from "./shop.tsx";

/** The same function by which the workers award points: minor units in, whole points out. */
export type PointsFor = (minor: bigint, settings: EarningRuleSettings) => bigint;

type Props = { settings: EarningRuleSettings | null; pointsFor: PointsFor };

const EXAMPLE_UNITS = [9.99, 49.95, 120];

/** What the rule on the screen would award, before it is saved. */
export function EarningPreview({ settings, pointsFor }: Props) {
  const { currency } = useShop();
  const { number, money } = useFormats();
  const examples = EXAMPLE_UNITS.map((units) =>
    BigInt(Math.round(units * 10 ** exponentOf(currency))),
  );
  const [typed, setTyped] = useState(toDecimal(examples[1] ?? 0n, currency));
  const amount = amountOf(typed, currency);
  const earn = (minor: bigint) => {
    const points = settings?.active ? Number(pointsFor(minor, settings)) : 0;
    return `${number(points)} ${points === 1 ? "point" : "points"}`;
  };

  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Try it out
        </Text>
        <TextField
          label="Someone buys for"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          suffix={currency}
          value={typed}
          error={amount === null ? "Enter an amount of money." : undefined}
          onChange={setTyped}
        />
        <div role="status">
          <Text as="p" variant="headingLg">
            {settings ? earn(amount ?? 0n) : "—"}
          </Text>
          <Text as="p" tone="subdued">
            {settings
              ? ruleInWords(settings, money, number)
              : "Correct the fields to see what it earns."}
          </Text>
        </div>
        {settings && (
          <table className="encore-table">
            <caption className="encore-visually-hidden">Examples</caption>
            <tbody>
              {examples.map((minor) => (
                <tr key={String(minor)}>
                  <th scope="row">{money(Number(minor))}</th>
                  <td className="encore-table__number">{earn(minor)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </BlockStack>
    </Card>
  );
}

const roundings = {
  down: "rounded down",
  half_up: "rounded to the nearest point",
  up: "rounded up",
} as const;

function ruleInWords(
  settings: EarningRuleSettings,
  money: (minor: number) => string,
  number: (value: number) => string,
): string {
  if (!settings.active) return "New orders earn nothing at the moment.";
  const points = `${number(settings.pointsPerUnit)} ${settings.pointsPerUnit === 1 ? "point" : "points"}`;
  return `${points} for every ${money(Number(settings.unitMinor))}, ${roundings[settings.rounding]}.`;
}

function amountOf(typed: string, currency: string): bigint | null {
  const amount = typed.trim().replace(",", ".");
  return /^\d{1,12}(\.\d*)?$/.test(amount) ? parseMinor(amount, currency) : null;
}
