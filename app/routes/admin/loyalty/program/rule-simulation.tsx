import { useFetcher } from "@remix-run/react";
import { Banner, Button, InlineStack, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";

import type { FoundSimulation } from "#app/loyalty/simulation/simulation.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { WorkProgress } from "#app/ui/layout/work-progress.tsx";

import { SimulationResult } from "./simulation-result.tsx";

const LOOK_EVERY_MS = 1_000;

/** What the app answers about a simulation; see `simulation.ts`. */
type Reply = FoundSimulation & {
  /** When it was that far, ISO 8601. */
  seenAt: string;
  owed: { old: number; new: number } | null;
  names: Record<string, string | null>;
  tierNames: Record<string, string>;
};

type Props = {
  /** The rule on the screen, saved or not. */
  values: object;
  valid: boolean;
};

/** Tries the rule on the screen over all past orders, before it is saved. */
export function RuleSimulation({ values, valid }: Props) {
  const { start, found, running, outdated } = useSimulation(values);
  return (
    <TitledCard title="What if?">
      <Text as="p" tone="subdued">
        See what this rule would have given for all your past orders. Nothing is saved, and no
        points move.
      </Text>
      <InlineStack>
        <Button disabled={!valid} loading={running} onClick={start}>
          Try it on past orders
        </Button>
      </InlineStack>
      {running && <HowFar found={found} />}
      <div role="status">
        {!running && found?.state === "failed" && (
          <Banner tone="warning" title="It could not be tried to the end">
            <p>Try it once more. Nothing was changed.</p>
          </Banner>
        )}
      </div>
      {!running && outdated && found && (
        <Text as="p">The rule was changed since. Try it again to see what this one gives.</Text>
      )}
      {!running && found?.tally && found.owed && (
        <SimulationResult
          tally={found.tally}
          owed={found.owed}
          names={found.names}
          tierNames={found.tierNames}
        />
      )}
    </TitledCard>
  );
}

function HowFar({ found }: { found: Reply | null }) {
  const { number } = useFormats();
  if (!found) return <Text as="p">Getting ready.</Text>;
  const { customers: done, total, startedAt: since, seenAt } = found;
  const of = total === null ? "customers so far" : `of ${number(total)} customers`;
  return (
    <WorkProgress
      work={{ done, total, since }}
      name="Trying the rule on past orders"
      seenAt={seenAt}
    >
      {`${number(done)} ${of}`}
    </WorkProgress>
  );
}

/** Starts a simulation, and looks again and again until it is over. */
function useSimulation(values: object) {
  const asking = useFetcher<{ id: string | null }>();
  const { load, data, state } = useFetcher<Reply>();
  const [tried, setTried] = useState<string | null>(null);
  const id = asking.data?.id ?? null;
  const found = data && data.id === id ? data : null;
  const running =
    asking.state !== "idle" || (id !== null && (found === null || found.state === "running"));

  useEffect(() => {
    if (!id || asking.state !== "idle" || state !== "idle") return;
    if (found && found.state !== "running") return;
    const timer = setTimeout(
      () => load(`/app/loyalty/simulation?id=${id}`),
      found ? LOOK_EVERY_MS : 0,
    );
    return () => clearTimeout(timer);
  }, [id, asking.state, state, found, load]);

  const typed = JSON.stringify(values);
  return {
    found,
    running,
    outdated: tried !== null && tried !== typed,
    start: () => {
      setTried(typed);
      asking.submit(typed, {
        method: "post",
        action: "/app/loyalty/simulation",
        encType: "application/json",
      });
    },
  };
}
