-- Reactions are called what they do. The owner of the tables is bound by row-level security, too, unless it is lifted for a moment.
ALTER TABLE reaction NO FORCE ROW LEVEL SECURITY;
UPDATE reaction SET name = renamed.after
FROM (VALUES
  ('move-points', 'merge-accounts'),
  ('separate-points', 'unmerge-accounts'),
  ('follow-deeds', 'update-achievements'),
  ('follow-referrals', 'update-referrals'),
  ('follow-tiers', 'update-tiers'),
  ('note-made', 'confirm-fulfilment'),
  ('issue-rewards', 'create-shopify-rewards'),
  ('open-ways', 'create-default-actions'),
  ('open-program', 'create-program'),
  ('tell-flow', 'trigger-shopify-flow')
) AS renamed(before, after)
WHERE reaction.name = renamed.before;
ALTER TABLE reaction FORCE ROW LEVEL SECURITY;
