-- The owner of the tables is bound by row-level security, too, unless it is lifted for a moment.
ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY;
UPDATE audit_entry SET action = renamed.after
FROM (VALUES
  ('way.saved', 'earning_action.saved'),
  ('records.parted', 'customers.unmerged'),
  ('api_key.made', 'api_key.created')
) AS renamed(before, after)
WHERE audit_entry.action = renamed.before;
UPDATE audit_entry SET subject = 'earning_action.' || substr(subject, 5) WHERE subject LIKE 'way.%';
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;

-- The storefront reads the program's earning actions by a new name: each installed shop's program is published once more.
ALTER TABLE reaction NO FORCE ROW LEVEL SECURITY;
UPDATE reaction SET state = 'pending', attempts = 0, due_at = now(), lease_until = NULL, last_error = NULL, waits_for = NULL
FROM (
  SELECT DISTINCT ON (r.shop_id) r.shop_id, r.event_id
  FROM reaction r
  JOIN shop s ON s.id = r.shop_id AND s.uninstalled_at IS NULL
  WHERE r.name = 'publish-program'
  ORDER BY r.shop_id, r.event_id DESC
) latest
WHERE reaction.shop_id = latest.shop_id AND reaction.event_id = latest.event_id AND reaction.name = 'publish-program';
ALTER TABLE reaction FORCE ROW LEVEL SECURITY;
