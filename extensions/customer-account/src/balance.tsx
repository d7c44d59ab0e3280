import { words } from "./account.ts";
import type { Member, Program } from "./member.ts";

const { say, points, day } = words;

/** What a member has, what is on the way, and what goes next. */
export function Balance({ member, program }: { member: Member; program: Program }) {
  const named = (count: number) => points(count, program.pointName);
  const { pending = 0, debt = 0, returning = 0, expiring } = member;
  return (
    <s-stack gap="small-200">
      <s-heading>{named(member.balance)}</s-heading>
      {pending > 0 && <s-text>{say("balance.pending", { points: named(pending) })}</s-text>}
      {debt > 0 && <s-text>{say("balance.debt", { points: named(debt) })}</s-text>}
      {returning > 0 && <s-text>{say("balance.returning", { points: named(returning) })}</s-text>}
      {expiring && (
        <s-text>
          {say("balance.expiring", { points: named(expiring.points), when: day(expiring.at) })}
        </s-text>
      )}
      {member.balance === 0 && pending === 0 && <s-text>{say("balance.zero")}</s-text>}
    </s-stack>
  );
}
