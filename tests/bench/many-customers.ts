import type pg from "pg";

/**
 * Fills a shop with customers as a real one has them: 54 % bought once, the rest ever more rarely often, names and spending
 * with long tails. Money and days repeat between people, so that there are ties. Everything is made by the server, seeded.
 */
export async function makeCustomers(
  client: pg.Client,
  shopId: string,
  customers: number,
  now: Date,
): Promise<void> {
  await client.query("SELECT setseed(0.42)");
  await client.query(
    `INSERT INTO customer (shop_id, id, shopify_id, email, first_name, last_name, country, created_at,
                           orders_count, spent_minor, first_order_at, last_order_at)
     SELECT $1, id, n, lower(first_name || '.' || last_name) || n || '@example.com', first_name, last_name, 'GB', first_at,
            orders, orders * (499 + 100 * floor(exp(random() * 5))), first_at, first_at + (last_share * ($3::timestamptz - first_at))
     FROM (
       SELECT n, uuidv7() AS id,
              CASE WHEN random() < 0.54 THEN 1 ELSE 2 + floor(-ln(1 - random()) * 2.2)::int END AS orders,
              $3::timestamptz - (random() * 1095) * interval '1 day' AS first_at,
              random() AS share,
              first_names[1 + floor(random() * 32)::int] AS first_name,
              initcap(syllables[1 + floor(random() * 24)::int] || syllables[1 + floor(random() * 24)::int] || syllables[1 + floor(random() * 24)::int])
                AS last_name
       FROM generate_series(1, $2::int) n,
            (SELECT string_to_array('Ada Ben Cem Dora Eva Finn Gus Hana Ivo Jan Kim Lea Max Nia Ole Pia Quinn Rosa Sam Tara Uma Vera Will Xena Yara Zoe Anna José Léa Søren Zoë Noor', ' ') AS first_names,
                    string_to_array('an ber cor dan el fi gar hol in ja ken lin mor nor os per rin son tal ul ven wil yor zan', ' ') AS syllables)
     ) made,
     LATERAL (SELECT CASE WHEN orders = 1 THEN 0 ELSE share END AS last_share) last`,
    [shopId, customers, now],
  );
}
