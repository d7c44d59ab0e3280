import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Button, InlineStack, TextField } from "@shopify/polaris";

/** A secret that is shown this once, to be copied. */
export function SecretOnce({
  title,
  label,
  secret,
}: {
  title: string;
  label: string;
  secret: string;
}) {
  const shopify = useAppBridge();
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => shopify.toast.show("Copied"),
      () => shopify.toast.show("Select the text and copy it by hand", { isError: true }),
    );
  return (
    <Banner tone="warning" title={title}>
      <BlockStack gap="200">
        <p>Encore shows it only now. Keep it where nobody else can read it.</p>
        <TextField label={label} readOnly selectTextOnFocus autoComplete="off" value={secret} />
        <InlineStack>
          <Button onClick={() => void copy()}>Copy</Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}
