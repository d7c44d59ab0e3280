-- CreateTable
CREATE TABLE "pending_unmerge" (
    "shop_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "separated_id" UUID NOT NULL,

    CONSTRAINT "pending_unmerge_pkey" PRIMARY KEY ("shop_id","event_id")
);

-- Those that are still to be carried out. The owner has no policy of its own.
ALTER TABLE reaction NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event NO FORCE ROW LEVEL SECURITY;
INSERT INTO pending_unmerge (shop_id, event_id, separated_id)
SELECT e.shop_id, e.id, (e.properties->>'separatedId')::uuid
FROM reaction r
JOIN event e ON e.shop_id = r.shop_id AND e.id = r.event_id
WHERE r.name IN ('separate-points', 'unmerge-accounts') AND r.state = 'pending';
ALTER TABLE event FORCE ROW LEVEL SECURITY;
ALTER TABLE reaction FORCE ROW LEVEL SECURITY;

-- One shop never sees another's rows.
ALTER TABLE pending_unmerge ENABLE ROW LEVEL SECURITY;
ALTER TABLE pending_unmerge FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON pending_unmerge TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON pending_unmerge TO encore_app;
