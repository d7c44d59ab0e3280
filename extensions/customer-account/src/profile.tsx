import { render } from "preact";

import { words } from "./account.ts";
import { Balance } from "./balance.tsx";
import { type Member, type Program, useMember } from "./member.ts";
import { Loading, Trouble } from "./states.tsx";
import { Tier } from "./tier.tsx";

const { say, points } = words;

export default function profile(): void {
  render(<ProfileBlock />, document.body);
}

/** Points at a glance, with the way to all the rest. Nothing where the shop has no program. */
function ProfileBlock() {
  const [seen, look] = useMember();
  if (seen.state === "failed" && seen.error === "closed") return null;
  return (
    <s-section heading={say("title")}>
      {seen.state === "loading" && <Loading />}
      {seen.state === "failed" && <Trouble error={seen.error} again={look} />}
      {seen.state === "ready" && (
        <s-stack gap="base">
          <Balance member={seen.member} program={seen.program} />
          <Tier member={seen.member} program={seen.program} />
          <NextReward member={seen.member} program={seen.program} />
          <s-link href="extension:loyalty-page/">{say("all")}</s-link>
        </s-stack>
      )}
    </s-section>
  );
}

/** The best that the points are enough for, or else what is nearest. */
function NextReward({ member, program }: { member: Member; program: Program }) {
  const byCost = [...member.rewards].sort((a, b) => a.cost - b.cost);
  const ready = byCost.findLast(({ affordable }) => affordable);
  if (ready) return <s-text>{say("reward.ready_for", { reward: ready.name })}</s-text>;
  const next = byCost.find(({ reason }) => reason?.code === "not_enough_points");
  if (!next) return null;
  const missing = points(next.missing, program.pointName);
  return <s-text>{say("reward.next", { points: missing, reward: next.name })}</s-text>;
}
