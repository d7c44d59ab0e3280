import { ApiVersion } from "@shopify/shopify-api";

/** The Admin API version that every document of the app is checked against. */
export const API_VERSION = ApiVersion.October26;
