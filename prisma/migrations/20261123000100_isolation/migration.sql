-- What Prisma cannot say: roles, row-level security, checks, storage, and the functions that look across shops.

-- The role the app works as. It owns nothing, so row-level security binds it.
DO $$ BEGIN
  CREATE ROLE encore_app NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
-- The role that sees which shops have work due, and nothing else.
DO $$ BEGIN
  CREATE ROLE encore_sweeper NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
-- Where another login made the roles, an administrator has to have granted them to this one: then this is refused, and not needed.
DO $$ BEGIN
  EXECUTE format('GRANT encore_app, encore_sweeper TO %I', current_user);
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;

GRANT USAGE ON SCHEMA public TO encore_app, encore_sweeper;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO encore_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO encore_app;
DO $$ BEGIN
  REVOKE ALL ON TABLE "_prisma_migrations" FROM encore_app;
EXCEPTION WHEN undefined_table THEN NULL; -- A shadow database has no such table.
END $$;

-- Append-only means that nobody can rewrite it, us included. A deletion is a whole shop being redacted.
REVOKE UPDATE ON ledger_entry, lot_use FROM encore_app;
REVOKE UPDATE ON event FROM encore_app;
-- A merge points a person's events to the record that stays; a redaction takes out what names the person.
GRANT UPDATE (customer_id, properties) ON event TO encore_app;

-- One shop never sees another's rows.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'backfill', 'reconciliation', 'order', 'order_line', 'refund', 'refund_line', 'fulfillment', 'product',
    'event', 'reaction', 'customer', 'identifier', 'identity_edge', 'consent', 'privacy_request',
    'segment_run', 'segment_membership', 'loyalty_program', 'ledger_account', 'ledger_entry', 'lot', 'lot_use', 'order_award'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY one_shop ON %I TO encore_app
         USING (shop_id = NULLIF(current_setting(''app.shop_id'', true), '''')::uuid)
         WITH CHECK (shop_id = NULLIF(current_setting(''app.shop_id'', true), '''')::uuid)',
      tenant_table);
  END LOOP;
END $$;

-- Bodies are encrypted and so cannot shrink: do not spend time trying to compress them.
ALTER TABLE delivery ALTER COLUMN body SET STORAGE EXTERNAL;

-- Only what is still to be done: these indexes stay small while their tables grow.
CREATE INDEX delivery_due ON delivery (shop_domain, due_at) WHERE state = 'received';
CREATE INDEX delivery_attention ON delivery (shop_domain, state, received_at, id) WHERE state IN ('poison', 'unknown');
CREATE INDEX delivery_retention ON delivery (finished_at) WHERE state <> 'received';
-- What the home page tells of: no import of the past, no nightly run. Stays small beside what those write.
CREATE INDEX event_newsworthy ON event (shop_id, occurred_at)
  WHERE source <> 'backfill' AND type NOT IN ('order.changed', 'segment.entered', 'segment.left', 'stage.changed');
CREATE INDEX reaction_due ON reaction (shop_id, name, due_at) WHERE state = 'pending';

ALTER TABLE ledger_account
  ADD CONSTRAINT balances_not_negative CHECK (available >= 0 AND pending >= 0 AND held >= 0 AND debt >= 0),
  ADD CONSTRAINT no_debt_beside_points CHECK (available = 0 OR debt = 0);
ALTER TABLE ledger_entry
  ADD CONSTRAINT postings_sum_to_zero
    CHECK (available_delta + pending_delta + held_delta - debt_delta + outside_delta = 0);
ALTER TABLE lot
  ADD CONSTRAINT lot_within_bounds CHECK (remaining >= 0 AND remaining <= original);
ALTER TABLE lot_use
  ADD CONSTRAINT lot_use_takes_something CHECK (points <> 0);

-- Which reactions of which shops are due. Walks from lane to lane by the index, however many rows a lane holds.
CREATE FUNCTION due_reaction_lanes(at timestamptz) RETURNS TABLE (shop_id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH RECURSIVE lane AS (
    (SELECT r.shop_id, r.name FROM reaction r WHERE r.state = 'pending' ORDER BY r.shop_id, r.name LIMIT 1)
    UNION ALL
    SELECT n.shop_id, n.name
    FROM lane l
    CROSS JOIN LATERAL (
      SELECT r.shop_id, r.name FROM reaction r
      WHERE r.state = 'pending' AND (r.shop_id, r.name) > (l.shop_id, l.name)
      ORDER BY r.shop_id, r.name LIMIT 1
    ) n
  )
  SELECT l.shop_id, l.name
  FROM lane l
  JOIN shop s ON s.id = l.shop_id AND s.uninstalled_at IS NULL
  WHERE EXISTS (
    SELECT 1 FROM reaction r
    WHERE r.state = 'pending' AND r.shop_id = l.shop_id AND r.name = l.name AND r.due_at <= at
  );
$$;
GRANT SELECT (shop_id, name, state, due_at) ON reaction TO encore_sweeper;
GRANT SELECT (id, uninstalled_at) ON shop TO encore_sweeper;
CREATE POLICY sweep ON reaction FOR SELECT TO encore_sweeper USING (true);
GRANT CREATE ON SCHEMA public TO encore_sweeper;
ALTER FUNCTION due_reaction_lanes(timestamptz) OWNER TO encore_sweeper;
REVOKE CREATE ON SCHEMA public FROM encore_sweeper;
REVOKE ALL ON FUNCTION due_reaction_lanes(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_reaction_lanes(timestamptz) TO encore_app;

-- Finding a person by the start of any part of their name or of their email.
-- Both extensions are trusted: the owner of the database may create them, a superuser is not needed.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE FUNCTION customer_words(first_name text, last_name text, email text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ' ' || translate(
    regexp_replace(normalize(lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), NFKD), '[\u0300-\u036F]', '', 'g')
      || ' ' || coalesce(lower(email), ''),
    '-''’', '   ')
$$;
CREATE INDEX customer_search ON customer USING gin (shop_id, customer_words(first_name, last_name, email) gin_trgm_ops);
-- LIKE is not leakproof, so under row-level security no index serves it. This function looks as a role that sees every row,
-- says itself which shop it is in, and gives away nothing but ids.
DO $$ BEGIN
  CREATE ROLE encore_searcher NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
  EXECUTE format('GRANT encore_searcher TO %I', current_user);
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;
CREATE FUNCTION search_customers(patterns text[], most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
  SELECT c.id FROM customer c
  WHERE c.shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid
    AND c.merged_into_id IS NULL AND c.redacted_at IS NULL
    AND customer_words(c.first_name, c.last_name, c.email) LIKE patterns[1]
    AND customer_words(c.first_name, c.last_name, c.email) LIKE ALL (patterns)
  LIMIT most;
$$;
GRANT SELECT (shop_id, id, first_name, last_name, email, merged_into_id, redacted_at) ON customer TO encore_searcher;
CREATE POLICY search ON customer FOR SELECT TO encore_searcher USING (true);
GRANT USAGE, CREATE ON SCHEMA public TO encore_searcher;
ALTER FUNCTION search_customers(text[], int) OWNER TO encore_searcher;
REVOKE CREATE ON SCHEMA public FROM encore_searcher;
REVOKE ALL ON FUNCTION search_customers(text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_customers(text[], int) TO encore_app;
