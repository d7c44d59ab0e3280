-- What follows from an order is one reaction, tiers and achievements are looked at together, and who else is told, too. Of an event
-- that waits for several of them one row stays: one that is still to be done, if any is. The owner of the tables is bound by row-level
-- security, too, unless it is lifted for a moment.
ALTER TABLE reaction NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event NO FORCE ROW LEVEL SECURITY;
CREATE TEMP TABLE joined ON COMMIT DROP AS
SELECT r.shop_id, r.event_id, r.name,
  names.now_named,
  row_number() OVER (
    PARTITION BY r.shop_id, r.event_id, names.now_named
    ORDER BY array_position(ARRAY['pending', 'failed', 'done'], r.state), r.due_at DESC) AS place
FROM reaction r
JOIN event e ON e.shop_id = r.shop_id AND e.id = r.event_id
CROSS JOIN LATERAL (
  SELECT CASE
    WHEN r.name IN ('queue-webhooks', 'trigger-shopify-flow') THEN 'notify-integrations'
    WHEN e.type LIKE 'order.%' THEN 'update-loyalty'
    ELSE 'update-tiers-and-achievements'
  END AS now_named
) names
WHERE r.name IN ('queue-webhooks', 'trigger-shopify-flow', 'update-tiers', 'update-achievements')
  OR (e.type LIKE 'order.%' AND r.name IN ('award-points', 'update-referrals', 'settle-rewards'));
DELETE FROM reaction r USING joined j
WHERE j.place > 1 AND r.shop_id = j.shop_id AND r.event_id = j.event_id AND r.name = j.name;
UPDATE reaction r SET name = j.now_named, after = CASE WHEN j.now_named = 'update-loyalty' THEN NULL ELSE r.after END
FROM joined j
WHERE j.place = 1 AND r.shop_id = j.shop_id AND r.event_id = j.event_id AND r.name = j.name;
ALTER TABLE reaction FORCE ROW LEVEL SECURITY;
ALTER TABLE event FORCE ROW LEVEL SECURITY;

-- Those that wait for something are few, except while a history is imported: then they are all woken together.
CREATE INDEX reaction_waiting ON reaction (shop_id, waits_for) WHERE waits_for IS NOT NULL;
