-- AlterTable
ALTER TABLE "ledger_entry" ADD COLUMN     "counterparty_id" UUID,
ADD COLUMN     "forgiven" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "transfer_id" UUID,
ADD COLUMN     "transfer_kind" TEXT;

-- What keys and reasons said of the entries that exist. Their owner has no policy of its own.
ALTER TABLE ledger_entry NO FORCE ROW LEVEL SECURITY;
UPDATE ledger_entry half SET transfer_id = gone.id,
  transfer_kind = CASE half.reason->>'code' WHEN 'customer_unmerged' THEN 'unmerge' ELSE 'merge' END,
  counterparty_id = (half.reason->>CASE half.kind WHEN 'move_out' THEN 'toId' ELSE 'fromId' END)::uuid
FROM ledger_entry gone
WHERE half.kind IN ('move_out', 'move_in') AND gone.shop_id = half.shop_id
  AND gone.idempotency_key = regexp_replace(half.idempotency_key, '\.(in|out)$', '.out');
UPDATE ledger_entry SET forgiven = (reason->>'forgiven')::bigint WHERE reason->>'forgiven' IS NOT NULL;
ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;

ALTER TABLE ledger_entry
  ADD CONSTRAINT transfers_name_both_sides CHECK (
    CASE WHEN kind IN ('move_out', 'move_in')
      THEN transfer_id IS NOT NULL AND counterparty_id IS NOT NULL AND transfer_kind IS NOT NULL
      ELSE transfer_id IS NULL AND counterparty_id IS NULL AND transfer_kind IS NULL END);

CREATE INDEX ledger_entry_by_transfer ON ledger_entry (shop_id, transfer_id) WHERE transfer_id IS NOT NULL;
