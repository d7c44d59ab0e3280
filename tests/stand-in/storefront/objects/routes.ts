/** Shopify's `routes`, for a shop's root address in a language (with a slash at the end). */
export function routesObject(root: string) {
  return {
    root_url: root,
    all_products_collection_url: `${root}products`,
    collections_url: `${root}collections`,
    cart_add_url: `${root}cart/add`,
    cart_change_url: `${root}cart/change`,
    cart_update_url: `${root}cart/update`,
    cart_clear_url: `${root}cart/clear`,
    search_url: `${root}products`,
    cart_url: `${root}cart`,
    checkout_url: `${root}checkout`,
    account_url: `${root}account`,
    account_login_url: `${root}account/login`,
    account_logout_url: `${root}account/logout`,
    account_register_url: `${root}account/register`,
  };
}
