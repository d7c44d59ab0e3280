import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";

const Toml = z.object({
  name: z.string(),
  handle: z.string(),
  access_scopes: z.object({ scopes: z.string() }),
  app_proxy: z.object({ url: z.string(), subpath: z.string(), prefix: z.string() }).optional(),
  webhooks: z.object({
    api_version: z.string(),
    subscriptions: z
      .array(
        z.strictObject({
          topics: z.array(z.string()).default([]),
          compliance_topics: z.array(z.string()).default([]),
          uri: z.string(),
          name: z.string().optional(),
          include_fields: z.array(z.string()).optional(),
        }),
      )
      .default([]),
  }),
});

export type Subscription = {
  topic: string;
  /** Absolute, or a path under the app's URL. */
  uri: string;
  name: string | null;
  includeFields: string[] | null;
  /** The three that Shopify sends whether or not the app is installed. */
  compliance: boolean;
};

export type AppConfig = {
  name: string;
  handle: string;
  apiKey: string;
  apiSecret: string;
  appUrl: string;
  apiVersion: string;
  scopes: string[];
  proxy: { url: string; subpath: string; prefix: string } | null;
  subscriptions: Subscription[];
  /** The whole file as read, for what else it says (metafield definitions). */
  toml: Record<string, unknown>;
  /** Where the file lies, with the app's `extensions` beside it. */
  projectDir: string;
};

/**
 * What `shopify.app.toml` says, with the key and secret of this run. Throws when the file does not say what Shopify
 * needs, or uses what the stand-in cannot do (webhook filters).
 */
export function readAppConfig(
  tomlPath: string,
  run: { apiKey: string; apiSecret: string; appUrl: string },
): AppConfig {
  const toml = parse(readFileSync(tomlPath, "utf8"));
  const config = Toml.parse(toml);
  return {
    ...run,
    appUrl: run.appUrl.replace(/\/$/, ""),
    name: config.name,
    handle: config.handle,
    apiVersion: config.webhooks.api_version,
    scopes: splitScopes(config.access_scopes.scopes),
    proxy: config.app_proxy ?? null,
    subscriptions: config.webhooks.subscriptions.flatMap((entry) =>
      [
        ...entry.topics.map((topic) => ({ topic, compliance: false })),
        ...entry.compliance_topics.map((topic) => ({ topic, compliance: true })),
      ].map((subscription) => ({
        ...subscription,
        uri: entry.uri,
        name: entry.name ?? null,
        includeFields: entry.include_fields ?? null,
      })),
    ),
    toml,
    projectDir: dirname(resolve(tomlPath)),
  };
}

function splitScopes(scopes: string): string[] {
  return scopes
    .split(",")
    .map((scope) => scope.trim())
    .filter(Boolean);
}
