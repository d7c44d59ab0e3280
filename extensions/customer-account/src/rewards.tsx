import { useState } from "preact/hooks";

import type { Redeemed } from "../../shared/redemptions.ts";
import { words } from "./account.ts";
import { Copy } from "./copy.tsx";
import type { Program, Reward } from "./member.ts";
import { redeem } from "./redemptions.ts";

const { say, points, money } = words;

/** The refusals that there are words for. */
const REFUSALS = [
  "frozen",
  "limit_reached",
  "no_account",
  "not_available",
  "not_enough_points",
  "offline",
  "other_tier",
  "product_gone",
  "too_many",
];

/** What points can be turned into. `redeemed` is called when that has happened. */
export function Rewards({
  rewards,
  program,
  redeemed,
}: {
  rewards: Reward[];
  program: Program;
  redeemed: () => Promise<void>;
}) {
  return (
    <s-section heading={say("reward.heading")}>
      {rewards.length === 0 ? (
        <s-text>{say("reward.none")}</s-text>
      ) : (
        <s-unordered-list>
          {rewards.map((reward) => (
            <s-list-item key={reward.id}>
              <Offer reward={reward} program={program} redeemed={redeemed} />
            </s-list-item>
          ))}
        </s-unordered-list>
      )}
    </s-section>
  );
}

function Offer({
  reward,
  program,
  redeemed,
}: {
  reward: Reward;
  program: Program;
  redeemed: () => Promise<void>;
}) {
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<Redeemed | null>(null);
  const minimum = program.rewards.find(({ id }) => id === reward.id)?.minimum ?? null;
  const redeemThis = async () => {
    setBusy(true);
    setResult(await redeem(reward.id));
    setBusy(false);
    await redeemed();
  };
  return (
    <s-stack gap="small-200">
      <s-stack direction="inline" gap="base" alignItems="center" justifyContent="space-between">
        <s-stack gap="small-400">
          <s-text type="strong" dir="auto">
            {reward.name}
          </s-text>
          <s-text>{points(reward.cost, program.pointName)}</s-text>
          {minimum !== null && (
            <s-text color="subdued">
              {say("reward.minimum", { amount: fromHundredths(minimum, program.currency) })}
            </s-text>
          )}
          <WhyNot reward={reward} program={program} />
        </s-stack>
        <s-button
          disabled={!reward.affordable}
          loading={isBusy}
          accessibilityLabel={say("reward.redeem_this", { reward: reward.name })}
          onClick={() => void redeemThis()}
        >
          {say("reward.redeem")}
        </s-button>
      </s-stack>
      {result && <Result id={reward.id} result={result} />}
    </s-stack>
  );
}

function WhyNot({ reward, program }: { reward: Reward; program: Program }) {
  if (reward.reason === null) return null;
  if (reward.reason.code === "not_enough_points") {
    const missing = points(reward.missing, program.pointName);
    return <s-text color="subdued">{say("reward.missing", { points: missing })}</s-text>;
  }
  return <s-text color="subdued">{refusal(reward.reason.code)}</s-text>;
}

function Result({ id, result }: { id: string; result: Redeemed }) {
  if (result.state === "refused") {
    return <s-banner tone="warning" heading={refusal(result.why)} />;
  }
  if (result.state !== "code") return <s-banner heading={say(`said.${result.state}`)} />;
  const { code } = result;
  return (
    <s-banner tone="success" heading={say("said.issued")}>
      <s-stack direction="inline" gap="base" alignItems="center">
        <s-text type="strong" dir="ltr">
          {code}
        </s-text>
        <Copy id={`new-${id}`} text={code} label={say("copy_this", { code })} />
      </s-stack>
      <s-text>{say("said.kept", { heading: say("codes.heading") })}</s-text>
    </s-banner>
  );
}

function refusal(code: string): string {
  return say(`said.${REFUSALS.includes(code) ? code : "failed"}`);
}

/** The program's prices are hundredths in every currency, as in Liquid. */
function fromHundredths(price: number, currency: string): string {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return money((price / 100) * 10 ** maximumFractionDigits, currency);
}
