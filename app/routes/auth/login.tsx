import { json } from "@remix-run/node";

/** GET /auth/login: where Shopify's library sends whoever opens an admin page from outside the Shopify admin. */
export const loader = () => json(null, { status: 401 });

export { OpenFromAdmin as default } from "../landing/plain-page.tsx";
