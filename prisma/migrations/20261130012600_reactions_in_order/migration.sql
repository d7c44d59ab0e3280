-- Which reactions to the same event come first. Those that wait already, wait for the merge that they carried out themselves before.
ALTER TABLE reaction ADD COLUMN after text[];
ALTER TABLE reaction NO FORCE ROW LEVEL SECURITY;
UPDATE reaction r SET after = ARRAY[earlier.name]
FROM reaction earlier
WHERE earlier.name IN ('merge-accounts', 'unmerge-accounts') AND earlier.shop_id = r.shop_id AND earlier.event_id = r.event_id
  AND r.name IN ('update-referrals', 'update-tiers', 'update-achievements') AND r.state = 'pending';
ALTER TABLE reaction FORCE ROW LEVEL SECURITY;

-- Which reactions of which shops are due. Walks from lane to lane by the index, however many rows a lane holds. What is held by
-- another reaction to its event is not due: it would have a worker look every second.
GRANT SELECT (event_id, after) ON reaction TO encore_sweeper;
CREATE OR REPLACE FUNCTION due_reaction_lanes(at timestamptz) RETURNS TABLE (shop_id uuid, name text)
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
      AND (r.after IS NULL OR NOT EXISTS (
        SELECT 1 FROM reaction earlier
        WHERE earlier.shop_id = r.shop_id AND earlier.event_id = r.event_id AND earlier.name = ANY(r.after) AND earlier.state <> 'done'))
  );
$$;
