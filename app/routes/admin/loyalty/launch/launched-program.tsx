import { InlineStack, Text } from "@shopify/polaris";

import type { ToTakeBack } from "#app/loyalty/launch/take-everything-back.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { ConfirmAction } from "../confirm-action.tsx";
import { confirmations, sumInWords, type Sum } from "./copy.ts";
import type { Preview } from "./draft-launch.tsx";
import { LaunchFigures } from "./launch-figures.tsx";

type Props = {
  state: "live" | "paused";
  /** When it was paused, or launched; null where that was not written down. */
  since: string | null;
  /** What the launch came to; null where the program was live from the beginning. */
  launch: Preview | null;
  sum: Sum;
  /** What a start from zero takes back beside points and tiers. */
  left: ToTakeBack;
  tierNames: Record<string, string>;
};

/** A program that was launched: what customers have, and the ways to pause it, to go on, and to begin anew. */
export function LaunchedProgram({ state, since, launch, sum, left, tierNames }: Props) {
  const formats = useFormats();
  const address = "/app/loyalty/launch";
  return (
    <>
      {state === "live" ? (
        <TitledCard
          title="Pause"
          about="When something is wrong, or you need time. You can launch again whenever you like."
        >
          <Now since={since} words="Live since" sum={sum} />
          <InlineStack>
            <ConfirmAction
              method="post"
              action={`${address}/pause`}
              label="Pause program"
              variant="secondary"
              title="Pause your program?"
            >
              {confirmations.pause(sum, formats)}
            </ConfirmAction>
          </InlineStack>
        </TitledCard>
      ) : (
        <>
          <TitledCard title="Launch again" about="Your program goes on where it was paused.">
            <Now since={since} words="Paused since" sum={sum} />
            <InlineStack>
              <ConfirmAction
                method="post"
                action={`${address}/relaunch`}
                label="Launch again"
                variant="primary"
                tone="success"
                title="Launch your program again?"
              >
                {confirmations.relaunch(sum, formats)}
              </ConfirmAction>
            </InlineStack>
          </TitledCard>
          <TitledCard
            title="Start again from zero"
            about="Takes all points, tiers, badges and unused reward codes back and makes your program a draft, as if it had never been launched."
          >
            <InlineStack>
              <ConfirmAction
                method="post"
                action={`${address}/reset`}
                label="Start again from zero"
                variant="secondary"
                title="Take everything back?"
                confirm="Take everything back"
              >
                {confirmations.reset(sum, left, formats)}
              </ConfirmAction>
            </InlineStack>
          </TitledCard>
        </>
      )}
      {launch && (
        <TitledCard
          title="What the launch did"
          about={`What your customers had once their past orders were counted, on ${formats.dateTime(launch.startedAt)}.`}
        >
          <LaunchFigures result={launch.result} tierNames={tierNames} />
        </TitledCard>
      )}
    </>
  );
}

function Now({ since, words, sum }: { since: string | null; words: string; sum: Sum }) {
  const formats = useFormats();
  return (
    <Text as="p">
      {since && `${words} ${formats.dateTime(since)}. `}Now {sumInWords(sum, formats)}.
    </Text>
  );
}
