import { DatabaseSync } from "node:sqlite";

/** Opens the stand-in's own database, a file or `:memory:`, with its tables and indexes. */
export function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  // A development tool: a power cut may lose the last orders, and loading twenty thousand must take seconds.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;");
  db.exec(SCHEMA);
  return db;
}

/** Documents are JSON; a column beside them exists only where something is searched or sorted by it. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS counter (kind TEXT PRIMARY KEY, value INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS shop (id TEXT PRIMARY KEY, domain TEXT NOT NULL UNIQUE, doc TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS orders (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, number INTEGER NOT NULL, customer_id INTEGER, email TEXT,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, processed_at INTEGER NOT NULL,
  financial_status TEXT NOT NULL, cancelled INTEGER NOT NULL, test INTEGER NOT NULL,
  total_minor INTEGER NOT NULL, refunded_minor INTEGER NOT NULL, source_name TEXT NOT NULL,
  doc TEXT NOT NULL, PRIMARY KEY (shop_id, id));
CREATE INDEX IF NOT EXISTS orders_created ON orders (shop_id, created_at, id);
CREATE INDEX IF NOT EXISTS orders_updated ON orders (shop_id, updated_at, id);
CREATE INDEX IF NOT EXISTS orders_processed ON orders (shop_id, processed_at, id);
CREATE INDEX IF NOT EXISTS orders_number ON orders (shop_id, number, id);
CREATE INDEX IF NOT EXISTS orders_customer ON orders (shop_id, customer_id, processed_at);
CREATE INDEX IF NOT EXISTS orders_email ON orders (shop_id, email);

CREATE TABLE IF NOT EXISTS customers (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, email TEXT, name TEXT NOT NULL, phone TEXT, state TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (shop_id, id));
CREATE INDEX IF NOT EXISTS customers_created ON customers (shop_id, created_at, id);
CREATE INDEX IF NOT EXISTS customers_updated ON customers (shop_id, updated_at, id);
CREATE INDEX IF NOT EXISTS customers_email ON customers (shop_id, email);

CREATE TABLE IF NOT EXISTS products (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, handle TEXT NOT NULL, title TEXT NOT NULL, product_type TEXT NOT NULL,
  vendor TEXT NOT NULL, status TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  doc TEXT NOT NULL, PRIMARY KEY (shop_id, id));
CREATE UNIQUE INDEX IF NOT EXISTS products_handle ON products (shop_id, handle);
CREATE INDEX IF NOT EXISTS products_title ON products (shop_id, title, id);
CREATE INDEX IF NOT EXISTS products_updated ON products (shop_id, updated_at, id);

CREATE TABLE IF NOT EXISTS variant (
  shop_id TEXT NOT NULL, id TEXT NOT NULL, product_id TEXT NOT NULL, sku TEXT, PRIMARY KEY (shop_id, id));
CREATE INDEX IF NOT EXISTS variant_sku ON variant (shop_id, sku);
CREATE INDEX IF NOT EXISTS variant_product ON variant (shop_id, product_id);

CREATE TABLE IF NOT EXISTS bulk_operations (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, status TEXT NOT NULL, created_at INTEGER NOT NULL,
  doc TEXT NOT NULL, PRIMARY KEY (shop_id, id));
CREATE INDEX IF NOT EXISTS bulk_created ON bulk_operations (shop_id, created_at, id);

-- Which order holds a refund, fulfilment or return: node(id:) asks by their own ids.
CREATE TABLE IF NOT EXISTS part_of_order (
  shop_id TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, order_id TEXT NOT NULL, PRIMARY KEY (shop_id, kind, id))
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS part_by_order ON part_of_order (shop_id, order_id);

CREATE TABLE IF NOT EXISTS metafield (
  shop_id TEXT NOT NULL, owner_id TEXT NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL,
  doc TEXT NOT NULL, PRIMARY KEY (shop_id, owner_id, namespace, key));
CREATE UNIQUE INDEX IF NOT EXISTS metafield_id ON metafield (shop_id, id);

CREATE TABLE IF NOT EXISTS collections (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, handle TEXT NOT NULL, title TEXT NOT NULL, updated_at INTEGER NOT NULL,
  doc TEXT NOT NULL, PRIMARY KEY (shop_id, id));
CREATE UNIQUE INDEX IF NOT EXISTS collections_handle ON collections (shop_id, handle);

CREATE TABLE IF NOT EXISTS discounts (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, title TEXT NOT NULL, method TEXT NOT NULL, kind TEXT NOT NULL,
  starts_at INTEGER NOT NULL, ends_at INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  doc TEXT NOT NULL, PRIMARY KEY (shop_id, id));

CREATE TABLE IF NOT EXISTS discount_codes (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, discount_id INTEGER NOT NULL, code TEXT NOT NULL, doc TEXT NOT NULL,
  PRIMARY KEY (shop_id, id));
CREATE UNIQUE INDEX IF NOT EXISTS discount_codes_code ON discount_codes (shop_id, code);
CREATE INDEX IF NOT EXISTS discount_codes_discount ON discount_codes (shop_id, discount_id, id);

CREATE TABLE IF NOT EXISTS discount_code_batches (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, done INTEGER NOT NULL, due_at INTEGER NOT NULL, doc TEXT NOT NULL,
  PRIMARY KEY (shop_id, id));

CREATE TABLE IF NOT EXISTS discount_use (
  shop_id TEXT NOT NULL, discount_id TEXT NOT NULL, code_id TEXT, order_id TEXT NOT NULL, buyer TEXT);
CREATE INDEX IF NOT EXISTS discount_use_discount ON discount_use (shop_id, discount_id, buyer);
CREATE INDEX IF NOT EXISTS discount_use_code ON discount_use (shop_id, code_id);

CREATE TABLE IF NOT EXISTS store_credit_accounts (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, customer_id INTEGER NOT NULL, currency TEXT NOT NULL, doc TEXT NOT NULL,
  PRIMARY KEY (shop_id, id));
CREATE UNIQUE INDEX IF NOT EXISTS store_credit_customer ON store_credit_accounts (shop_id, customer_id, currency);

CREATE TABLE IF NOT EXISTS gift_cards (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, code TEXT NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (shop_id, id));
CREATE UNIQUE INDEX IF NOT EXISTS gift_cards_code ON gift_cards (shop_id, code);

CREATE TABLE IF NOT EXISTS segments (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (shop_id, id));

CREATE TABLE IF NOT EXISTS flow_triggers (
  shop_id TEXT NOT NULL, id INTEGER NOT NULL, handle TEXT NOT NULL, received_at INTEGER NOT NULL, doc TEXT NOT NULL,
  PRIMARY KEY (shop_id, id));

CREATE TABLE IF NOT EXISTS theme_file (
  shop_id TEXT NOT NULL, filename TEXT NOT NULL, body TEXT NOT NULL, updated_at TEXT NOT NULL,
  PRIMARY KEY (shop_id, filename));

CREATE TABLE IF NOT EXISTS access_token (
  access_token TEXT PRIMARY KEY, shop_id TEXT NOT NULL, kind TEXT NOT NULL, scopes TEXT NOT NULL,
  expires_at INTEGER, refresh_token TEXT UNIQUE, refresh_expires_at INTEGER, replaces TEXT, retired INTEGER NOT NULL DEFAULT 0);

CREATE TABLE IF NOT EXISTS delivery (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, shop_id TEXT NOT NULL, topic TEXT NOT NULL, uri TEXT NOT NULL,
  webhook_id TEXT NOT NULL, event_id TEXT NOT NULL, triggered_at TEXT NOT NULL, name TEXT, secret TEXT,
  body TEXT NOT NULL, state TEXT NOT NULL, due_at INTEGER NOT NULL, tries TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (state, due_at);
CREATE INDEX IF NOT EXISTS delivery_shop ON delivery (shop_id, seq);
`;
