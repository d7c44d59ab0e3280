-- What becomes of a reward is called what it is. Endpoints go on hearing of `reward.available` as "reward.issued", which is published.
ALTER TABLE event NO FORCE ROW LEVEL SECURITY;
UPDATE event SET type = renamed.after, dedupe_key = renamed.after || substr(event.dedupe_key, length(renamed.before) + 1)
FROM (VALUES
  ('reward.made', 'reward.created_in_shopify'),
  ('reward.issued', 'reward.available')
) AS renamed(before, after)
WHERE event.type = renamed.before;
ALTER TABLE event FORCE ROW LEVEL SECURITY;
