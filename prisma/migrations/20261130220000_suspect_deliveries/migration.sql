-- What a worker had taken together with others when it died, or what the database refused, is tried alone from then on, and is
-- counted as tried only then: six deaths of a worker had made poison of two hundred deliveries of which none was at fault.
ALTER TABLE delivery ADD COLUMN suspect boolean NOT NULL DEFAULT false;
ALTER TABLE delivery_claim ADD COLUMN alone boolean NOT NULL DEFAULT false;
