import { Checkbox } from "@shopify/polaris";

type Props = { label: string; help?: string; value: boolean; onChange: (on: boolean) => void };

/** Something that is so, or is not. */
export function FormCheckbox({ help, value, ...rest }: Props) {
  return <Checkbox {...rest} helpText={help} checked={value} />;
}
