-- A reaction that is done has no row any more, and one that is being run is under the lock of its lane: no lease, one write less
-- for each of them, and a table that holds what is still to be done. The owner of the tables is bound by row-level security, too,
-- unless it is lifted for a moment.
ALTER TABLE reaction NO FORCE ROW LEVEL SECURITY;
UPDATE reaction SET due_at = now() WHERE state = 'pending' AND lease_until IS NOT NULL;
DELETE FROM reaction WHERE state = 'done';
ALTER TABLE reaction FORCE ROW LEVEL SECURITY;
ALTER TABLE reaction DROP COLUMN lease_until;

-- Which reactions of which shops are due. Walks from lane to lane by the index, however many rows a lane holds. What is held by
-- another reaction to its event is not due: it would have a worker look every second.
CREATE OR REPLACE FUNCTION due_reaction_lanes(at timestamptz) RETURNS TABLE (shop_id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
      AND (r.after IS NULL OR NOT EXISTS (
        SELECT 1 FROM reaction earlier
        WHERE earlier.shop_id = r.shop_id AND earlier.event_id = r.event_id AND earlier.name = ANY(r.after)))
  );
$$;
