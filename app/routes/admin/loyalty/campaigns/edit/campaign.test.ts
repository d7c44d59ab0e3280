import { expect, test } from "vitest";

import { type CampaignValues, parseCampaign } from "./campaign.schema.ts";

const inLondon = "Europe/London";
const typed: CampaignValues = {
  name: " Double weekend ",
  active: true,
  from: "2026-06-06T00:00",
  until: "2026-06-08T00:00",
  times: "2,5×",
  productIds: ["7"],
  collectionIds: [],
  tierIds: [],
};

test("what is typed becomes a campaign by the shop's clock", () => {
  expect(parseCampaign(typed, inLondon).campaign).toEqual({
    name: "Double weekend",
    active: true,
    startsAt: new Date("2026-06-05T23:00:00Z"),
    endsAt: new Date("2026-06-07T23:00:00Z"),
    multiplierBps: 25_000,
    productIds: [7n],
    collectionIds: [],
    tierIds: [],
  });
});

test.each([
  [{ name: " " }, "name"],
  [{ times: "1" }, "times"],
  [{ times: "many" }, "times"],
  [{ until: "2026-06-06T00:00" }, "until"],
  [{ from: "" }, "until"],
])("%j is an error at its field", (changes, field) => {
  const { errors } = parseCampaign({ ...typed, ...changes }, inLondon);
  expect(Object.keys(errors ?? {})).toEqual([field]);
});
