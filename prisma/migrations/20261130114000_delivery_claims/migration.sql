-- A worker writes down that it has claimed a shop's deliveries, once, instead of a lease in each that it works on.
CREATE TABLE delivery_claim (
  shop_domain text PRIMARY KEY,
  id uuid NOT NULL,
  delivery_ids uuid[] NOT NULL DEFAULT '{}',
  lease_until timestamptz(3) NOT NULL
);
CREATE INDEX delivery_claim_lease_until_idx ON delivery_claim (lease_until);

-- What is being worked on meanwhile counts its try, and comes again when its lease ends.
ALTER TABLE delivery DROP COLUMN lease_until;
