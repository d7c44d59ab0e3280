import { Select } from "@shopify/polaris";

type Props<Value extends string> = {
  label: string;
  /** What each value is called, in the order in which they are offered. */
  choices: Record<Value, string>;
  value: string;
  help?: string;
  disabled?: boolean;
  onChange: (value: Value) => void;
};

/** One of a few values, chosen by its name. */
export function FormChoice<Value extends string>({
  choices,
  help,
  onChange,
  ...rest
}: Props<Value>) {
  return (
    <Select
      {...rest}
      options={Object.entries<string>(choices).map(([value, label]) => ({ value, label }))}
      helpText={help}
      onChange={(value) => onChange(value as Value)}
    />
  );
}
