import { words } from "./account.ts";
import type { Member, Need, Program } from "./member.ts";

const { say, number, money } = words;

/** The member's tier, and how far it is to the next. Nothing where there are no tiers. */
export function Tier({ member, program }: { member: Member; program: Program }) {
  const nameOf = (id: string | undefined) => program.tiers.find((tier) => tier.id === id)?.name;
  const mine = nameOf(member.tier?.id);
  const next = nameOf(member.next?.id);
  const isHighest = mine !== undefined && program.tiers.at(-1)?.id === member.tier?.id;
  return (
    <s-stack gap="small-200">
      {mine && <s-text type="strong">{say("tier.yours", { tier: mine })}</s-text>}
      {next && <s-text>{say("tier.next", { tier: next })}</s-text>}
      {next &&
        member.next?.needs.map((need, index) => (
          <Progress key={need.basis} need={need} currency={program.currency} isOther={index > 0} />
        ))}
      {isHighest && <s-text>{say("tier.highest")}</s-text>}
    </s-stack>
  );
}

/** How far one of the needs is met: any of them is enough. */
function Progress({ need, currency, isOther }: { need: Need; currency: string; isOther: boolean }) {
  const amount = (value: number) =>
    need.basis === "spend" ? money(value, currency) : number(value);
  const values = { have: amount(need.have), needed: amount(need.atLeast) };
  const label = say(`tier.progress_${need.basis}`, values);
  return (
    <s-stack gap="small-400">
      {isOther && <s-text color="subdued">{say("tier.or")}</s-text>}
      <s-text>{label}</s-text>
      <s-progress
        accessibilityLabel={label}
        value={Math.min(need.have, need.atLeast)}
        max={need.atLeast}
      />
    </s-stack>
  );
}
