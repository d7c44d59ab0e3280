import { render } from "preact";
import { useState } from "preact/hooks";

import { words } from "./account.ts";
import { Balance } from "./balance.tsx";
import { Codes } from "./codes.tsx";
import { Friends } from "./friends.tsx";
import { History } from "./history.tsx";
import { useMember } from "./member.ts";
import { Rewards } from "./rewards.tsx";
import { Settings } from "./settings.tsx";
import { Loading, Trouble } from "./states.tsx";
import { Tier } from "./tier.tsx";

const { say } = words;

export default function page(): void {
  render(<LoyaltyPage />, document.body);
}

/** Everything about a member's points. */
function LoyaltyPage() {
  const [seen, look] = useMember();
  const [returns, setReturns] = useState(0);
  if (seen.state !== "ready") {
    return (
      <s-page heading={say("title")}>
        {seen.state === "loading" ? <Loading /> : <Trouble error={seen.error} again={look} />}
      </s-page>
    );
  }
  const { member, program } = seen;
  const { codes = [], history = [], birthday = false, leaderboard = false } = member;
  const returned = async () => {
    setReturns((count) => count + 1);
    await look();
  };
  const isShown = program.leaderboard ? leaderboard : null;
  return (
    <s-page heading={say("title")}>
      <s-section heading={say("balance.heading")}>
        <Balance member={member} program={program} />
      </s-section>
      {program.tiers.length > 0 && (
        <s-section heading={say("tier.heading")}>
          <Tier member={member} program={program} />
        </s-section>
      )}
      {/* A code that was given back is told of no more beside the reward that it came from. */}
      <Rewards key={returns} rewards={member.rewards} program={program} redeemed={look} />
      <Codes codes={codes} names={program.pointName} changed={returned} />
      {program.referral && <Friends />}
      <History lines={history} names={program.pointName} />
      <Settings birthday={birthday} leaderboard={isShown} />
    </s-page>
  );
}
