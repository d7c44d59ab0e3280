-- Who may make temporary tables must not have functions that run as somebody else read them instead of the real ones.
DO $$
DECLARE definer regprocedure;
BEGIN
  FOR definer IN
    SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
      AND NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=public, pg_temp']
  LOOP
    EXECUTE format('ALTER ROUTINE %s SET search_path = public, pg_temp', definer);
  END LOOP;
END $$;

-- The role that does for the app what the app may not do by itself: it forgets a shop's books, and hands out one session.
DO $$ BEGIN
  CREATE ROLE encore_keeper NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
-- Where another login made the role, an administrator has to have granted it to this one: then this is refused, and not needed.
DO $$ BEGIN
  EXECUTE format('GRANT encore_keeper TO %I', current_user);
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;
GRANT USAGE, CREATE ON SCHEMA public TO encore_keeper;

-- Books stay as they were written: nobody rewrites them, and only a whole shop's are deleted.
DO $$
DECLARE book text;
BEGIN
  FOREACH book IN ARRAY ARRAY['ledger_entry', 'lot_use', 'audit_entry', 'tier_change'] LOOP
    EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM encore_app', book);
    EXECUTE format('GRANT SELECT, DELETE ON %I TO encore_keeper', book);
    EXECUTE format('CREATE POLICY forgotten ON %I TO encore_keeper
      USING (shop_id = NULLIF(current_setting(''app.shop_id'', true), '''')::uuid)', book);
  END LOOP;
END $$;

-- Deletes so many rows at most of one of these tables, of the shop whose transaction this is. Returns how many it deleted.
CREATE FUNCTION forget_rows(book text, most int) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  shop uuid := NULLIF(current_setting('app.shop_id', true), '')::uuid;
  deleted int;
BEGIN
  IF book NOT IN ('ledger_entry', 'lot_use', 'audit_entry', 'tier_change') THEN
    RAISE EXCEPTION '% is no table to forget', book;
  END IF;
  EXECUTE format(
    'DELETE FROM %1$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$I WHERE shop_id = $1 LIMIT $2))', book)
    USING shop, most;
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END $$;
ALTER FUNCTION forget_rows(text, int) OWNER TO encore_keeper;
REVOKE ALL ON FUNCTION forget_rows(text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_rows(text, int) TO encore_app;

-- The tokens of one session, by its id: nobody reads through those of all shops.
REVOKE SELECT ON session FROM encore_app;
GRANT SELECT (id, shop, state, scope, expires, refresh_token_expires) ON session TO encore_app;
GRANT SELECT ON session TO encore_keeper;
CREATE FUNCTION tokens_of_session(session_id text) RETURNS TABLE (access_token text, refresh_token text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.access_token, s.refresh_token FROM session s WHERE s.id = session_id
$$;
ALTER FUNCTION tokens_of_session(text) OWNER TO encore_keeper;
REVOKE ALL ON FUNCTION tokens_of_session(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tokens_of_session(text) TO encore_app;

REVOKE CREATE ON SCHEMA public FROM encore_keeper;
