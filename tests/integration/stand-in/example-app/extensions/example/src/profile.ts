import { add, type ShopifyGlobal } from "./shopify-global.ts";

declare const shopify: ShopifyGlobal;

/** Greets the customer, takes a birthday, and shows what its session token says. */
export default async function profile(): Promise<void> {
  const { i18n, settings, authenticatedAccount, sessionToken, toast } = shopify;
  const { title = i18n.translate("greeting", { name: "Ada" }) } = settings.value;
  const section = add(document.body, "s-section", { heading: title });
  add(section, "s-heading", {}, i18n.translate("stars", { count: 3 }));
  add(section, "s-text", {}, authenticatedAccount.customer.value?.id ?? "nobody");

  const form = add(section, "s-form");
  const field = add(form, "s-date-field", { label: i18n.translate("birthday") });
  add(form, "s-button", { type: "submit" }, i18n.translate("save"));
  form.addEventListener("submit", () => {
    const { value } = field as HTMLInputElement;
    void toast.show(`${i18n.translate("saved")}: ${value}`);
  });
  const link = { href: "extension:example/rules" };
  add(section, "s-link", link, i18n.translate("rules"));

  const claims = (await sessionToken.get()).split(".")[1] ?? "";
  add(section, "s-paragraph", { id: "claims" }, atob(claims.replace(/-/g, "+").replace(/_/g, "/")));
  add(section, "s-paragraph", { id: "window" }, typeof window);
}
