import { ChosenResources } from "./chosen-resources.tsx";

type Props = {
  ids: string[];
  /** Titles of products by id, as far as they are known. */
  titles: Record<string, string>;
  error: string | undefined;
  onChange: (ids: string[]) => void;
};

/** The products that earn nothing, chosen with Shopify's own picker. */
export function ExcludedProducts(props: Props) {
  return <ChosenResources kind="product" title="Products that earn nothing" {...props} />;
}
