import { CustomerInput, ProductInput, ShopInput } from "../stand-in/acts/inputs.ts";
import { startStandIn, type StandIn } from "../stand-in/stand-in.ts";
import type { CustomerDoc, ShopDoc } from "../stand-in/store/documents.ts";

/** A stand-in with one shop in pounds, two products and one customer, Ada. The app is installed. */
export async function startShop(
  appUrl: string,
): Promise<{ standIn: StandIn; shop: ShopDoc; ada: CustomerDoc }> {
  const standIn = await startStandIn({
    appUrl,
    apiKey: "key",
    apiSecret: "secret",
    tomlPath: "shopify.app.toml",
  });
  const { acts } = standIn.context;
  const shop = acts.app.install(
    acts.app.createShop(
      ShopInput.parse({ domain: "tea.myshopify.com", name: "Tea & Co", currency: "GBP" }),
    ),
  );
  const add = (product: object) => acts.products.create(shop, ProductInput.parse(product));
  add({ title: "Earl Grey", variants: [{ price: "7.25" }] });
  add({
    title: "Teapot",
    variants: [
      { title: "Small", price: "24.00" },
      { title: "Large", price: "1300.00" },
    ],
  });
  const ada = acts.customers.create(
    shop,
    CustomerInput.parse({ email: "ada@example.com", firstName: "Ada", state: "enabled" }),
  );
  return { standIn, shop, ada };
}
