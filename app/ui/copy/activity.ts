import type { EventType } from "#app/events/event.ts";
import type { EventNames } from "#app/loyalty/view.server.ts";

import type { Formats } from "../format/formats.ts";
import { ownPointsMoved, pointsMoved } from "./points-moved.ts";
import { pointsInWords } from "./rewards.ts";
import { readable, segmentWords } from "./segments.ts";
import { stageWords } from "./stages.ts";

type Properties = Record<string, unknown>;
/** What an event is about, and what that is called where it is known. */
type Told = Properties & { names?: EventNames };
type Sentence = (told: Told, formats: Formats) => string;

/** One event in two tellings. `{who}` and `{order}` are places for a link. */
type ActivityCopy = {
  /** In the shop's own story, where the person must be named. */
  inShop: Sentence;
  /** In the person's own story. */
  ofPerson: Sentence;
};

const activities: Record<EventType, ActivityCopy> = {
  "order.placed": same("{who} placed order {order}", "Placed order {order}"),
  "order.paid": same("{who} paid for {order}", "Paid for {order}"),
  "order.changed": same("Order {order} of {who} changed", "Order {order} changed"),
  "order.credit_used": same(
    "{who} paid for order {order} with a gift card or store credit",
    "Paid for order {order} with a gift card or store credit",
  ),
  "order.edited": same("You edited order {order} of {who}", "Order {order} was edited"),
  "order.versions_tied": same(
    "Order {order} of {who} was looked up again",
    "Order {order} was looked up again",
  ),
  "order.paid_before": same("{who} had paid for {order} earlier", "Had paid for {order} earlier"),
  "order.deleted": same("You deleted order {order} of {who}", "Order {order} was deleted"),
  "order.cancelled": same("Order {order} of {who} was cancelled", "Order {order} was cancelled"),
  "order.refunded": {
    inShop: (p, f) => `{who} got ${refunded(p, f)} back on {order}`,
    ofPerson: (p, f) => `Got ${refunded(p, f)} back on {order}`,
  },
  "order.shipped": same("{order} is on its way to {who}", "{order} is on its way"),
  "order.delivered": same("{order} was delivered to {who}", "{order} was delivered"),
  "return.requested": same(
    "{who} asked to return something from {order}",
    "Asked to return something from {order}",
  ),
  "return.approved": same(
    "You approved a return of {who} from {order}",
    "A return from {order} was approved",
  ),
  "return.declined": same(
    "You declined a return of {who} from {order}",
    "A return from {order} was declined",
  ),
  "return.cancelled": same(
    "{who} withdrew a return from {order}",
    "Withdrew a return from {order}",
  ),
  "return.closed": same(
    "A return of {who} from {order} is settled",
    "A return from {order} is settled",
  ),
  "customer.created": same("{who} is a new customer", "Became a customer"),
  "customer.imported": same(
    "Earlier orders of {who} were imported",
    "Earlier orders were imported",
  ),
  "import.finished": same(
    "The import of your order history ended",
    "The import of your order history ended",
  ),
  "customer.counted": same(
    "What {who} bought before was counted with the launch",
    "What was bought before was counted with the launch",
  ),
  "customer.excluded": same(
    "{who} was excluded from your program",
    "Was excluded from your program",
  ),
  "customer.included": same(
    "{who} takes part in your program again",
    "Takes part in your program again",
  ),
  "customer.merged": same(
    "Two records turned out to be one person, {who}, and were merged",
    "A second record of the same person was merged with this one",
  ),
  "customer.unmerged": same(
    "{who} was unmerged from another customer",
    "Unmerged: the other record is a customer of its own again",
  ),
  "consent.changed": {
    inShop: (p) => `{who} ${consent(p)}`,
    ofPerson: (p) => capital(consent(p)),
  },
  "segment.entered": {
    inShop: (p) => `{who} is now one of your ${segment(p)}`,
    ofPerson: (p) => `Joined ${segment(p)}`,
  },
  "segment.left": {
    inShop: (p) => `{who} left ${segment(p)}`,
    ofPerson: (p) => `Left ${segment(p)}`,
  },
  "stage.changed": {
    inShop: (p) => `{who} is now ${stage(p)}`,
    ofPerson: (p) => `Is now ${stage(p)}`,
  },
  "orders.counted": same(
    "Earlier orders were counted by today’s rules",
    "Earlier orders were counted by today’s rules",
  ),
  "shop.installed": same("Encore was installed", "Encore was installed"),
  "product.deleted": same("A product was deleted in Shopify", "A product was deleted in Shopify"),
  "program.changed": same("The earning rule was saved", "The earning rule was saved"),
  "points.changed": {
    inShop: pointsMoved,
    ofPerson: ownPointsMoved,
  },
  "points.expiring": {
    inShop: (p, f) => `{who} was told that ${expiring(p, f)}`,
    ofPerson: (p, f) => `Was told that ${expiring(p, f)}`,
  },
  "tier.changed": {
    inShop: (p) => `{who} ${tier(p)}`,
    ofPerson: (p) => capital(tier(p)),
  },
  "tier.ending": {
    inShop: ({ names }) => `{who} will lose ${quoted(names?.tier, "a tier")} soon`,
    ofPerson: ({ names }) => `Will lose ${quoted(names?.tier, "a tier")} soon`,
  },
  "reward.redeemed": {
    inShop: (p) => `{who} ${p.names?.isGift ? "was given" : "chose"} ${reward(p)}`,
    ofPerson: (p) => `${p.names?.isGift ? "Was given" : "Chose"} ${reward(p)}`,
  },
  "reward.created_in_shopify": {
    inShop: (p) => `${capital(reward(p))} for {who} was made`,
    ofPerson: (p) => `${capital(reward(p))} was made`,
  },
  "reward.available": {
    inShop: (p) => `{who} got ${reward(p)} to use`,
    ofPerson: (p) => `Got ${reward(p)} to use`,
  },
  "reward.refused": {
    inShop: (p) => `${capital(reward(p))} for {who} could not be made, and the points went back`,
    ofPerson: (p) => `${capital(reward(p))} could not be made, and the points went back`,
  },
  "reward.used": {
    inShop: (p) => `{who} used ${reward(p)} on {order}`,
    ofPerson: (p) => `Used ${reward(p)} on {order}`,
  },
  "reward.withdrawn": {
    inShop: (p) => `${capital(reward(p))} of {who} was withdrawn`,
    ofPerson: (p) => `${capital(reward(p))} was withdrawn`,
  },
  "reward.ended": {
    inShop: (p) => `${capital(reward(p))} of {who} can be used no longer`,
    ofPerson: (p) => `${capital(reward(p))} can be used no longer`,
  },
  "referral.made": {
    inShop: () => "{who} brought a friend",
    ofPerson: ({ names }) => (names?.friend ? "Brought {friend}" : "Brought a friend"),
  },
  "referral.settled": {
    inShop: () => "It was decided what {who} gets for bringing a friend",
    ofPerson: ({ names }) =>
      `It was decided what bringing ${names?.friend ? "{friend}" : "a friend"} gives`,
  },
  "achievement.unlocked": {
    inShop: ({ names }) => `{who} reached ${quoted(names?.achievement, "an achievement")}`,
    ofPerson: ({ names }) => `Reached ${quoted(names?.achievement, "an achievement")}`,
  },
  "challenge.completed": {
    inShop: ({ names }) => `{who} completed ${quoted(names?.challenge, "a challenge")}`,
    ofPerson: ({ names }) => `Completed ${quoted(names?.challenge, "a challenge")}`,
  },
  "customer.registered": same("{who} opened an account", "Opened an account"),
  "customer.verified": same("{who} signed in for the first time", "Signed in for the first time"),
  "action.done": {
    inShop: (p) => `{who} ${action(p)}`,
    ofPerson: (p) => capital(action(p)),
  },
};

/** What happened, in one sentence with places for `{who}` and `{order}`. */
export function shopActivity(type: string, properties: Properties, formats: Formats): string {
  return activities[type as EventType]?.inShop(properties, formats) ?? readable(type);
}

/** What happened to one person, on whose page we are, in one sentence with places for `{order}` and `{friend}`. */
export function customerActivity(type: string, properties: Told, formats: Formats): string {
  return activities[type as EventType]?.ofPerson(properties, formats) ?? readable(type);
}

function same(inShop: string, ofPerson: string): ActivityCopy {
  return { inShop: () => inShop, ofPerson: () => ofPerson };
}

function refunded({ amountMinor }: Properties, formats: Formats): string {
  return formats.money(Number(amountMinor ?? 0));
}

function consent({ channel, state }: Properties): string {
  const by = channel === "sms" ? "text messages" : "emails";
  const states: Record<string, string> = {
    subscribed: `agreed to get marketing ${by}`,
    unsubscribed: `no longer wants marketing ${by}`,
    pending: `was asked to confirm marketing ${by}`,
  };
  return states[String(state)] ?? `changed the choice about marketing ${by}`;
}

function segment({ segment }: Properties): string {
  return segmentWords(String(segment)).name;
}

function stage({ to }: Properties): string {
  return stageWords(String(to)).name.toLowerCase();
}

function points({ available }: Properties, formats: Formats): string {
  return pointsInWords(Number(available ?? 0), formats);
}

function expiring({ points: count, extendedTo }: Properties, formats: Formats): string {
  const expire = `${points({ available: count }, formats)} will expire soon`;
  return extendedTo ? `${expire}, and got more time for being close to a reward` : expire;
}

/** Example: moved from "Silver" to "Gold", which your shop gave them. */
function tier({ fromTierId, toTierId, reason, names }: Told): string {
  const from = quoted(names?.fromTier, "their tier");
  if (!toTierId) return `left ${from}${reason === "excluded" ? ", as they were excluded" : ""}`;
  const to = quoted(names?.tier, fromTierId ? "another tier" : "a tier");
  const given = reason === "manual" ? ", which your shop gave them" : "";
  if (!fromTierId) return `came into ${to}${given}`;
  return names?.fromTier ? `moved from ${from} to ${to}${given}` : `moved to ${to}${given}`;
}

function reward({ names }: Told): string {
  return quoted(names?.reward, "a reward");
}

/** A name that somebody chose, with nothing in it taken for a place in the sentence; `otherwise` where it is not known. */
function quoted(name: string | undefined, otherwise: string): string {
  if (name === undefined) return otherwise;
  const plain = name.replaceAll(/[{}]/g, "");
  // Isolated, so that a name that is written from right to left does not turn around the words beside it.
  return RIGHT_TO_LEFT.test(plain) ? `“\u2068${plain}\u2069”` : `“${plain}”`;
}

const RIGHT_TO_LEFT = /\p{Script=Arabic}|\p{Script=Hebrew}/u;

function action({ kind, name }: Properties): string {
  const actions: Record<string, string> = {
    review: "wrote a review",
    survey: "answered a survey",
    social_share: "shared the shop with others",
    profile: "completed their profile",
    birthday: "had their birthday",
    signup: "joined",
  };
  return actions[String(kind)] ?? `did something that earns points: ${String(name ?? kind)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
