-- How far the work on an import's customers is, so that pages can say how long their sums will still move.
ALTER TABLE "backfill" ADD COLUMN     "customers_done" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "customers_total" INTEGER,
ADD COLUMN     "importing_at" TIMESTAMPTZ(3);

ALTER TABLE "points_import" ADD COLUMN     "working_since" TIMESTAMPTZ(3);

-- Which shops' sums are older than the last work that moved them all: an import of orders or of points, a launch, or the way back.
-- The night would find them too; a merchant should not have to wait for it. What ended longer ago than a day, a night has counted.
CREATE FUNCTION due_recounts(at timestamptz) RETURNS TABLE (shop_id uuid, job text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH settled AS MATERIALIZED (
    SELECT b.shop_id, b.processed_at AS moment FROM backfill b WHERE b.processed_at > at - interval '1 day'
    UNION ALL
    SELECT r.shop_id, r.ended_at FROM program_run r
    WHERE r.ended_at > at - interval '1 day' AND r.kind NOT IN ('preview', 'comparison')
    UNION ALL
    SELECT p.shop_id, GREATEST(p.applied_at, p.reversed_at) FROM points_import p
    WHERE GREATEST(p.applied_at, p.reversed_at) > at - interval '1 day'
  )
  -- What is written down as its end may be committed a few seconds after that moment.
  SELECT s.id, 'measure-liability'
  FROM (
    SELECT settled.shop_id, max(settled.moment) + interval '10 seconds' AS moment FROM settled GROUP BY settled.shop_id
  ) last
  JOIN shop s ON s.id = last.shop_id AND s.uninstalled_at IS NULL
  WHERE last.moment <= at AND NOT EXISTS (SELECT FROM liability_snapshot l WHERE l.shop_id = s.id AND l.at >= last.moment)
$$;
GRANT CREATE ON SCHEMA public TO encore_sweeper;
ALTER FUNCTION due_recounts(timestamptz) OWNER TO encore_sweeper;
REVOKE CREATE ON SCHEMA public FROM encore_sweeper;
REVOKE ALL ON FUNCTION due_recounts(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_recounts(timestamptz) TO encore_app;

CREATE POLICY sweep ON liability_snapshot FOR SELECT TO encore_sweeper USING (true);
GRANT SELECT (shop_id, at) ON liability_snapshot TO encore_sweeper;
GRANT SELECT (kind, ended_at) ON program_run TO encore_sweeper;
GRANT SELECT (applied_at, reversed_at) ON points_import TO encore_sweeper;
