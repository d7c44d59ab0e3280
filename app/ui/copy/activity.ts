import type { EventType } from "#app/events/event.ts";

import type { Formats } from "../format/formats.ts";
import { pointsMoved } from "./points-moved.ts";
import { pointsInWords } from "./rewards.ts";
import { readable, segmentWords } from "./segments.ts";
import { stageWords } from "./stages.ts";

type Properties = Record<string, unknown>;
type Sentence = (properties: Properties, formats: Formats) => string;

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
    ofPerson: (p, f) => `Now has ${points(p, f)}`,
  },
  "points.expiring": {
    inShop: (p, f) => `{who} was told that ${expiring(p, f)}`,
    ofPerson: (p, f) => `Was told that ${expiring(p, f)}`,
  },
  "tier.changed": {
    inShop: (p) => `{who} ${tier(p)}`,
    ofPerson: (p) => capital(tier(p)),
  },
  "tier.ending": same("{who} will lose a tier soon", "Will lose a tier soon"),
  "reward.redeemed": same("{who} chose a reward", "Chose a reward"),
  "reward.created_in_shopify": same("A reward for {who} was made", "A reward was made"),
  "reward.available": same("{who} got a reward to use", "Got a reward to use"),
  "reward.refused": same(
    "A reward for {who} could not be made, and the points went back",
    "A reward could not be made, and the points went back",
  ),
  "reward.used": same("{who} used a reward on {order}", "Used a reward on {order}"),
  "reward.withdrawn": same("A reward of {who} was withdrawn", "A reward was withdrawn"),
  "reward.ended": same("A reward of {who} can be used no longer", "A reward can be used no longer"),
  "referral.made": same("{who} brought a friend", "Brought a friend"),
  "referral.settled": same(
    "It was decided what {who} gets for bringing a friend",
    "It was decided what bringing a friend gives",
  ),
  "achievement.unlocked": same("{who} reached an achievement", "Reached an achievement"),
  "challenge.completed": same("{who} completed a challenge", "Completed a challenge"),
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

/** What happened to one person, on whose page we are, in one sentence with a place for `{order}`. */
export function customerActivity(type: string, properties: Properties, formats: Formats): string {
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

function tier({ fromTierId, toTierId }: Properties): string {
  if (!toTierId) return "left their tier";
  return fromTierId ? "moved to another tier" : "came into a tier";
}

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
