-- A call takes its key before anything is done for it, and has no answer yet.
ALTER TABLE "api_call" ALTER COLUMN "status" DROP NOT NULL,
ALTER COLUMN "answer" DROP NOT NULL;
