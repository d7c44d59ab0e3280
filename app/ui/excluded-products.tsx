import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Button, InlineError, InlineStack, Tag, Text } from "@shopify/polaris";
import { useId, useState } from "react";

type Props = {
  ids: string[];
  /** Titles of products by id, as far as they are known. */
  titles: Record<string, string>;
  error: string | undefined;
  onChange: (ids: string[]) => void;
};

const GID = "gid://shopify/Product/";

/** The products that earn nothing, chosen with Shopify's own picker. */
export function ExcludedProducts({ ids, titles, error, onChange }: Props) {
  const headingId = useId();
  const [picked, setPicked] = useState<Record<string, string>>({});
  const pick = useProductPicker();
  const choose = async () => {
    const products = await pick(ids);
    if (!products) return;
    setPicked((known) => ({ ...known, ...products }));
    onChange(Object.keys(products));
  };

  return (
    <BlockStack gap="200">
      <Text as="h3" variant="bodyMd" id={headingId}>
        Products that earn nothing
      </Text>
      {ids.length > 0 && (
        <ul className="encore-tags" aria-labelledby={headingId}>
          {ids.map((id) => (
            <li key={id}>
              <Tag onRemove={() => onChange(ids.filter((other) => other !== id))}>
                {picked[id] ?? titles[id] ?? `Product ${id}`}
              </Tag>
            </li>
          ))}
        </ul>
      )}
      <InlineStack>
        <Button onClick={() => void choose()}>
          {ids.length === 0 ? "Choose products" : "Change products"}
        </Button>
      </InlineStack>
      {error && <InlineError message={error} fieldID={headingId} />}
    </BlockStack>
  );
}

/** Opens Shopify's picker. Answers the chosen products' titles by id, or null when nothing was chosen. */
function useProductPicker() {
  const shopify = useAppBridge();
  return async (ids: string[]): Promise<Record<string, string> | null> => {
    const chosen = await shopify.resourcePicker({
      type: "product",
      multiple: true,
      filter: { variants: false },
      selectionIds: ids.map((id) => ({ id: `${GID}${id}` })),
    });
    if (!chosen) return null;
    return Object.fromEntries(chosen.map(({ id, title }) => [id.replace(GID, ""), title]));
  };
}
