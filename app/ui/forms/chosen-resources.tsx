import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Button, InlineError, InlineStack, Tag, Text } from "@shopify/polaris";
import { useEffect, useId, useRef, useState } from "react";

type Kind = "product" | "collection";
type Props = {
  kind: Kind;
  title: string;
  value: string[];
  /** By id, as far as they are known. */
  titles: Record<string, string>;
  error: string | undefined;
  onChange: (ids: string[]) => void;
};

const kinds = {
  product: { gid: "gid://shopify/Product/", one: "Product", many: "products" },
  collection: { gid: "gid://shopify/Collection/", one: "Collection", many: "collections" },
};

/** Products or collections, chosen with Shopify's own picker. */
export function ChosenResources({ kind, title, value: ids, titles, error, onChange }: Props) {
  const headingId = useId();
  const [picked, setPicked] = useState<Record<string, string>>({});
  const pick = useResourcePicker(kind);
  const { one, many } = kinds[kind];
  // The picker answers in its own time: what was typed until then must not be set back to how it was when the picker opened.
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  const choose = async () => {
    const chosen = await pick(ids);
    if (!chosen) return;
    setPicked((known) => ({ ...known, ...chosen }));
    latest.current(Object.keys(chosen));
  };
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="bodyMd" id={headingId}>
        {title}
      </Text>
      {ids.length > 0 && (
        <ul className="encore-tags" aria-labelledby={headingId}>
          {ids.map((id) => (
            <li key={id}>
              <Tag onRemove={() => onChange(ids.filter((other) => other !== id))}>
                {picked[id] ?? titles[id] ?? `${one} ${id}`}
              </Tag>
            </li>
          ))}
        </ul>
      )}
      <InlineStack>
        <Button onClick={() => void choose()}>
          {ids.length === 0 ? `Choose ${many}` : `Change ${many}`}
        </Button>
      </InlineStack>
      {error && <InlineError message={error} fieldID={headingId} />}
    </BlockStack>
  );
}

/** Opens Shopify's picker. Answers the titles of what was chosen by id, or null when nothing was. */
function useResourcePicker(kind: Kind) {
  const shopify = useAppBridge();
  const { gid } = kinds[kind];
  return async (ids: string[]): Promise<Record<string, string> | null> => {
    const chosen = await shopify.resourcePicker({
      type: kind,
      multiple: true,
      ...(kind === "product" && { filter: { variants: false } }),
      selectionIds: ids.map((id) => ({ id: `${gid}${id}` })),
    });
    if (!chosen) return null;
    return Object.fromEntries(chosen.map(({ id, title }) => [id.replace(gid, ""), title]));
  };
}
