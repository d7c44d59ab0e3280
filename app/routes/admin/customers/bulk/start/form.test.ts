import { expect, test } from "vitest";

import { parseWork } from "./form.schema.ts";

const rewards = [{ id: "018f0000-0000-7000-8000-000000000001", name: "5 off" }];

test("points want a whole number and a reason", () => {
  expect(parseWork("points", { points: "50", note: " Sorry " }, []).work).toEqual({
    kind: "points",
    points: "50",
    note: "Sorry",
  });
  expect(parseWork("points", { points: "12,5", note: "" }, []).errors).toEqual({
    points: "Enter a whole number of points, such as 100.",
    note: "Say why, for your team and for the activity log.",
  });
});

test("tags are parted by commas, each once", () => {
  expect(parseWork("tags", { tags: " VIP, early bird,VIP,, " }, []).work).toEqual({
    kind: "tags",
    tags: ["VIP", "early bird"],
  });
  expect(parseWork("tags", { tags: " , " }, []).errors).toHaveProperty("tags");
});

test("only a reward that can be given is taken", () => {
  expect(parseWork("reward", { rewardId: rewards[0]?.id ?? "" }, rewards).work).toEqual({
    kind: "reward",
    rewardId: rewards[0]?.id,
    reward: "5 off",
  });
  expect(parseWork("reward", { rewardId: rewards[0]?.id ?? "" }, []).errors).toHaveProperty(
    "rewardId",
  );
});
