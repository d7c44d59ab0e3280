-- Tables that an import fills are looked at anew once they are twice as large as when PostgreSQL last did. The app may not do so itself:
-- they are the owner's.
CREATE FUNCTION analyze_grown() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  grown text;
BEGIN
  FOR grown IN
    SELECT c.relname FROM pg_class c
    WHERE c.oid = ANY (ARRAY['customer', 'identifier', '"order"', 'order_line', 'refund', 'event', 'reaction', 'ledger_account',
        'ledger_entry', 'lot', 'order_award', 'tier_membership', 'achievement_unlock']::regclass[])
      AND pg_relation_size(c.oid) / current_setting('block_size')::int > 2 * c.relpages + 8
  LOOP
    EXECUTE format('ANALYZE %I', grown);
  END LOOP;
END;
$$;
REVOKE ALL ON FUNCTION analyze_grown() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analyze_grown() TO encore_app;
