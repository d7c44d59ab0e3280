import { useEffect, useState } from "preact/hooks";

import { askWithToken, failed, type GetToken, pause } from "../../shared/ask.ts";
import { type Language, type PointName, wordsOf } from "../../shared/words.ts";

/** What Encore answers about an order. */
type OrderPoints = { pointName: PointName } & (
  | { state: "waiting" }
  | { state: "nothing" }
  | { state: "earned"; points: number }
  | { state: "pending"; points: number; until: string | null }
  | { state: "guest"; points: number; kept: boolean }
);

export type Host = Language & {
  sessionToken: { get: GetToken };
  shop: { storefrontUrl?: string };
};

/** Shopify tells of an order within seconds; who waits longer finds it in their account. */
const TRIES = 12;

/** What an order brought. Shows nothing when that is nothing, and while nobody knows if `quiet`. */
export function OrderPoints({ host, id, quiet }: { host: Host; id: string; quiet: boolean }) {
  const [found, setFound] = useState<OrderPoints | null>(null);
  useEffect(() => {
    let watching = true;
    void (async () => {
      for (let tries = 1; watching && tries <= TRIES; tries++) {
        const path = `orders/${id.split("/").at(-1)}`;
        const answer = await askWithToken<OrderPoints>(host.sessionToken.get, path);
        if (!watching) return;
        if (!failed(answer)) {
          setFound(answer);
          if (answer.state !== "waiting") return;
        }
        await pause(tries * 500);
      }
    })();
    return () => {
      watching = false;
    };
  }, [host, id]);

  if (!found || found.state === "nothing" || (quiet && found.state === "waiting")) return null;
  return <Told host={host} found={found} />;
}

function Told({ host, found }: { host: Host; found: OrderPoints }) {
  const words = wordsOf(host);
  const { say } = words;
  const names = found.pointName;
  if (found.state === "waiting") {
    return <s-banner heading={say("waiting", { name: words.pointsName(names) })} />;
  }
  if (found.state === "nothing") return null;
  const points = words.points(found.points, names);
  if (found.state === "earned") {
    return <s-banner tone="success" heading={say("earned", { points })} />;
  }
  if (found.state === "pending") {
    const when = found.until && words.day(found.until);
    return (
      <s-banner
        heading={when ? say("pending_until", { points, when }) : say("pending", { points })}
      />
    );
  }
  const { storefrontUrl } = host.shop;
  return (
    <s-banner heading={say(found.kept ? "guest" : "guest_without", { points })}>
      <s-stack gap="small">
        <s-text>{say(found.kept ? "guest_claim" : "guest_next_time")}</s-text>
        {storefrontUrl && (
          <s-link href={`${storefrontUrl.replace(/\/$/, "")}/account/login`}>
            {say("sign_in")}
          </s-link>
        )}
      </s-stack>
    </s-banner>
  );
}
