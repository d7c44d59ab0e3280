import { TextField } from "@shopify/polaris";

type Props = {
  label: string;
  labelHidden?: boolean;
  /** Digits only, or with decimals; anything without it. */
  typed?: "numeric" | "decimal";
  value: string;
  error: string | undefined;
  help?: string;
  suffix?: string;
  placeholder?: string;
  onChange: (value: string) => void;
};

/** A field of text that a merchant types; a number is text, so that it can be half typed. */
export function FormField({ typed, error, help, labelHidden = false, ...rest }: Props) {
  return (
    <TextField
      {...rest}
      labelHidden={labelHidden}
      type="text"
      autoComplete="off"
      {...(typed && { inputMode: typed })}
      {...(help && { helpText: help })}
      {...(error && { error })}
    />
  );
}
