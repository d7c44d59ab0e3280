import { z } from "zod";

const DEMO_SECRET_MARK = "encore-demo";

/** In production not the demo's, which everybody knows. */
const secret = z
  .string()
  .min(1)
  .refine(
    (text) => process.env["NODE_ENV"] !== "production" || !text.includes(DEMO_SECRET_MARK),
    "is the demo's secret: set your own",
  );

const Environment = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  DATABASE_URL: z.string().min(1),
  /** A Redis to run the queue on; without it the queue lives in PostgreSQL. */
  REDIS_URL: z.string().optional(),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: secret,
  SHOPIFY_APP_URL: z.url(),
  SCOPES: z.string().optional(),
  /** `id:base64` of 32 bytes, comma-separated; the first encrypts, all decrypt. */
  ENCRYPTION_KEYS: secret,
  /** Where App Bridge is loaded from; only the stand-in sets it. */
  APP_BRIDGE_URL: z.url().optional(),
  PORT: z.coerce.number().int().default(3000),
  HOST: z.string().default("0.0.0.0"),
  /** How many proxies a shopper's request passes: Shopify's own, and those before Encore. */
  TRUSTED_PROXIES: z.coerce.number().int().nonnegative().default(1),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  DELIVERY_RETENTION_DAYS: z.coerce.number().int().positive().default(30),
});

export type Env = z.infer<typeof Environment>;

/** The environment, checked once at the start. The process ends here, saying what to set, when something is missing. */
export const env: Env = readEnvironment();

function readEnvironment(): Env {
  const parsed = Environment.safeParse(process.env);
  if (parsed.success) return parsed.data;

  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  process.stderr.write(
    `Encore cannot start. Set these environment variables:\n${lines.join("\n")}\n`,
  );
  process.exit(1);
}
