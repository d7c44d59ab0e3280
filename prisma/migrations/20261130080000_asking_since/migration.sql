-- Since when Shopify is being asked for a reward, until its answer: store credit that is asked for twice is given twice.
ALTER TABLE "reward_issue" ADD COLUMN     "asking_since" TIMESTAMPTZ(3);
