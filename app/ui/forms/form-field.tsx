import { TextField, type TextFieldProps } from "@shopify/polaris";

type Passed = "autoFocus" | "disabled" | "labelHidden" | "maxLength" | "multiline" | "placeholder";

type Props = Pick<TextFieldProps, Passed> & {
  label: string;
  type?: "text" | "date" | "datetime-local";
  /** Digits only, or with decimals; anything without it. */
  typed?: "numeric" | "decimal";
  value: string;
  error: string | undefined;
  help?: string;
  suffix?: string;
  onChange: (value: string) => void;
};

/** A field of text that a merchant types; a number is text, so that it can be half typed. */
export function FormField({ type = "text", typed, help, ...rest }: Props) {
  return <TextField {...rest} type={type} inputMode={typed} helpText={help} autoComplete="off" />;
}
