import type { Handler } from "../handler.ts";
import { escapeHtml, sendHtml } from "../http.ts";
import { page } from "./layout.ts";

/** `/`: which shops there are and where to look at them. */
export const handleIndex: Handler = async (_request, response, context) => {
  if (context.url.pathname !== "/") return false;
  const rows = context.store
    .listShops()
    .map((shop) => {
      const totals = context.store.ordersTotals(shop.id);
      const at = encodeURIComponent(shop.handle);
      return `<tr><td>${escapeHtml(shop.name)}<br><span class="quiet">${escapeHtml(shop.domain)}</span></td>
        <td>${totals.orders} orders, ${totals.customers} customers</td>
        <td>${shop.grantedScopes ? "installed" : "not installed"}</td>
        <td><a href="/admin/store/${at}/apps/${encodeURIComponent(context.app.handle)}">Admin</a> ·
        <a href="/storefront/${at}/">Storefront</a> · <a href="/control/${at}">Act as shop and shoppers</a></td></tr>`;
    })
    .join("");
  return sendHtml(
    response,
    200,
    page(
      "Shops",
      `<p>A Shopify on this machine, for development and tests. It is ${escapeHtml(context.clock.now().toISOString())} in its world.</p>
      <table><thead><tr><th>Shop</th><th>Holds</th><th>App</th><th>Open</th></tr></thead><tbody>${rows}</tbody></table>`,
    ),
  );
};
