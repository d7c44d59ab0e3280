-- AlterTable
ALTER TABLE "reaction" ADD COLUMN     "waits_for" TEXT;

-- Until now only the words of the error said so. The owner has no policy of its own.
ALTER TABLE reaction NO FORCE ROW LEVEL SECURITY;
UPDATE reaction SET waits_for = 'account.unfrozen'
WHERE state = 'pending' AND last_error LIKE '%An account is frozen';
ALTER TABLE reaction FORCE ROW LEVEL SECURITY;
