-- Tiers and achievements are looked at together: of an event that waits for both, one row stays. The owner of the tables is bound by
-- row-level security, too, unless it is lifted for a moment.
ALTER TABLE reaction NO FORCE ROW LEVEL SECURITY;
UPDATE reaction SET name = 'update-tiers-and-achievements' WHERE name = 'update-tiers';
-- Of both, the one that is still to be done says how things are.
UPDATE reaction kept SET state = other.state, due_at = other.due_at, attempts = other.attempts, lease_until = other.lease_until,
  last_error = other.last_error, waits_for = other.waits_for
FROM reaction other
WHERE kept.name = 'update-tiers-and-achievements' AND kept.state = 'done'
  AND other.shop_id = kept.shop_id AND other.event_id = kept.event_id AND other.name = 'update-achievements' AND other.state <> 'done';
DELETE FROM reaction other USING reaction kept
WHERE other.name = 'update-achievements' AND kept.shop_id = other.shop_id AND kept.event_id = other.event_id
  AND kept.name = 'update-tiers-and-achievements';
UPDATE reaction SET name = 'update-tiers-and-achievements' WHERE name = 'update-achievements';
ALTER TABLE reaction FORCE ROW LEVEL SECURITY;

-- Those that wait for something are few, except while a history is imported: then they are all woken together.
CREATE INDEX reaction_waiting ON reaction (shop_id, waits_for) WHERE waits_for IS NOT NULL;
