import { useEffect, useState } from "preact/hooks";

import { failed } from "../../shared/ask.ts";
import { ask, words } from "./account.ts";
import { Copy } from "./copy.tsx";

const { say, number, language } = words;

/** What Encore answers about a member's friends. */
type Referral =
  | { active: false }
  | {
      active: true;
      url: string;
      links: { mail: string; whatsapp: string };
      friends: { state: "pending" | "rewarded" | "cancelled" }[];
    };

/** A member's own link, ready to be shared, and what came of it. */
export function Friends() {
  const [referral, setReferral] = useState<Referral | null>(null);
  useEffect(() => {
    void ask<Referral>(`referrals?locale=${language}`).then((answer) => {
      if (!failed(answer)) setReferral(answer);
    });
  }, []);
  if (!referral?.active) return null;

  const { url, links, friends } = referral;
  const made = friends.filter(({ state }) => state === "rewarded").length;
  const waiting = friends.filter(({ state }) => state === "pending").length;
  return (
    <s-section heading={say("friends.heading")}>
      <s-stack gap="base">
        <s-text-field label={say("friends.link")} value={url} readOnly />
        <s-stack direction="inline" gap="base" alignItems="center">
          <Copy id="friends-link" text={url} label={say("friends.copy")} />
          <s-link href={links.mail}>{say("friends.mail")}</s-link>
          <s-link href={links.whatsapp} target="_blank">
            {say("friends.whatsapp")}
          </s-link>
        </s-stack>
        {made > 0 && <s-text>{say("friends.made", { number: number(made) })}</s-text>}
        {waiting > 0 && <s-text>{say("friends.waiting", { number: number(waiting) })}</s-text>}
      </s-stack>
    </s-section>
  );
}
