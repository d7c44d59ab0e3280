import { Link } from "@shopify/polaris";

import { useShop } from "../hooks/shop.tsx";

/** An order's number, which leads to the order in Shopify as long as there is one. `id` is Shopify's. */
export function OrderLink({ id, name }: { id: string | null; name: string }) {
  const { domain } = useShop();
  if (id === null) return <bdi>{name}</bdi>;
  return (
    <Link url={`https://${domain}/admin/orders/${id}`} target="_top">
      <bdi>{name}</bdi>
    </Link>
  );
}
