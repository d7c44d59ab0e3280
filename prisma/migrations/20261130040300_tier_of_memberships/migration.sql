-- tier_membership says the same.
ALTER TABLE customer DROP COLUMN tier_id;
