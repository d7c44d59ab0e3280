import { Checkbox } from "@shopify/polaris";

export type TierChoice = { id: string; name: string };
type Props = {
  legend: string;
  tiers: TierChoice[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
};

/** Some of the shop's tiers; none chosen is everybody. */
export function TierSelect({ legend, tiers, chosen, onChange }: Props) {
  if (tiers.length === 0) return null;
  const toggle = (id: string, on: boolean) =>
    onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id));
  return (
    <fieldset className="encore-fieldset">
      <legend>{legend}</legend>
      {tiers.map(({ id, name }) => (
        <Checkbox
          key={id}
          label={name}
          checked={chosen.includes(id)}
          onChange={(on) => toggle(id, on)}
        />
      ))}
    </fieldset>
  );
}
