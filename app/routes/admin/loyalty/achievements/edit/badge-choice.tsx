import { BlockStack, Button, InlineStack } from "@shopify/polaris";

import { FormField } from "#app/ui/forms/form-field.tsx";

type Props = { value: string; error: string | undefined; onChange: (badge: string) => void };

const ready = [
  ["🏆", "Cup"],
  ["⭐", "Star"],
  ["🎉", "Party"],
  ["💎", "Diamond"],
  ["🥇", "Medal"],
  ["🔥", "Fire"],
  ["❤️", "Heart"],
  ["🎂", "Cake"],
  ["🤝", "Handshake"],
  ["✍️", "Pen"],
] as const;

/** The character that stands for an achievement: one of some, or any other. */
export function BadgeChoice({ value, error, onChange }: Props) {
  return (
    <BlockStack gap="200">
      <FormField
        label="Badge"
        help="An emoji of your choice, or one of these."
        value={value}
        error={error}
        onChange={onChange}
      />
      <InlineStack gap="100">
        {ready.map(([badge, name]) => (
          <Button
            key={badge}
            size="large"
            pressed={badge === value}
            accessibilityLabel={`Badge: ${name}`}
            onClick={() => onChange(badge)}
          >
            {badge}
          </Button>
        ))}
      </InlineStack>
    </BlockStack>
  );
}
