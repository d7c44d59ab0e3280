-- AlterTable
ALTER TABLE "ledger_entry" ADD COLUMN     "input_hash" BYTEA;
