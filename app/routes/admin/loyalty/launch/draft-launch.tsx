import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, ChoiceList, InlineStack, Text } from "@shopify/polaris";
import { useCallback, useEffect, useRef, useState } from "react";

import type { Tally } from "#app/loyalty/launch/tally.ts";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { WorkProgress } from "#app/ui/layout/work-progress.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { ConfirmAction } from "../confirm-action.tsx";
import { confirmations, pastChoices } from "./copy.ts";
import { everything, type PastValues } from "./form.schema.ts";
import { LaunchFigures } from "./launch-figures.tsx";

export type Preview = {
  kind: "preview" | "launch" | "relaunch" | "reset";
  chosen: PastValues;
  state: string;
  customers: number;
  total: number;
  startedAt: string;
  result: Tally & { owedMinor: number };
  /** The version of the program that it was worked out for. */
  version: number;
  /** The program has changed since. */
  isOutdated: boolean;
};

type Props = {
  /** The latest, whatever it was of. */
  preview: Preview | null;
  tierNames: Record<string, string>;
};

/** Which past orders are to count, what that comes to, and the button that launches. */
export function DraftLaunch({ preview, tierNames }: Props) {
  const formats = useFormats();
  const [chosen, setChosen] = useState(preview?.chosen ?? everything);
  const shown = preview && isSame(preview.chosen, chosen) ? preview : null;
  const isReady = shown?.state === "done" && !shown.isOutdated;
  const { errors, tryAgain } = usePreview(chosen, shown);
  return (
    <>
      <TitledCard
        title="Past orders"
        about="Choose what your customers start with. Nothing happens until you launch."
      >
        <ChoiceList
          title="Past orders"
          titleHidden
          selected={[chosen.past]}
          onChange={([past]) => setChosen({ past: past as PastValues["past"], since: "" })}
          choices={Object.entries(pastChoices).map(([value, { label, help }]) => ({
            value,
            label,
            helpText: help,
            ...(value === "since" && {
              renderChildren: (isSelected: boolean) =>
                isSelected && (
                  <FormField
                    label="Orders placed since"
                    type="date"
                    value={chosen.since}
                    error={chosen.since === "" ? undefined : errors?.["since"]}
                    onChange={(since) => setChosen({ past: "since", since })}
                  />
                ),
            }),
          }))}
        />
      </TitledCard>
      <TitledCard
        title="What launching will do"
        about="Worked out from your own orders, the same way as the launch itself."
      >
        {shown?.state === "running" && <PreviewProgress preview={shown} />}
        {isReady && <LaunchFigures result={shown.result} tierNames={tierNames} />}
        {shown && !isReady && shown.state !== "running" && (
          <InlineStack gap="300" blockAlign="center">
            <Text as="p">
              {shown.isOutdated
                ? "Your program has changed since this was worked out."
                : "This was interrupted before it was done."}
            </Text>
            <Button onClick={tryAgain}>Work it out again</Button>
          </InlineStack>
        )}
        {!shown && !(errors && chosen.past === "since") && (
          <Text as="p" tone="subdued">
            {chosen.past === "since" && chosen.since === ""
              ? "Choose a day first."
              : "One moment, please."}
          </Text>
        )}
        <BlockStack inlineAlign="start">
          {isReady && (
            <ConfirmAction
              method="post"
              action="/app/loyalty/launch/launching"
              data={{ ...chosen, version: String(shown.version) }}
              label="Launch program"
              variant="primary"
              tone="success"
              title="Launch your program?"
              confirm="Launch"
            >
              {confirmations.launch(shown.result, formats)}
            </ConfirmAction>
          )}
        </BlockStack>
      </TitledCard>
    </>
  );
}

function PreviewProgress({ preview }: { preview: Preview }) {
  const { number } = useFormats();
  const { customers: done, total, startedAt: since } = preview;
  return (
    <WorkProgress work={{ done, total, since }} name="Working out what launching would do">
      {`${number(done)} of ${number(total)} customers`}
    </WorkProgress>
  );
}

/** Asks for what was chosen to be worked out, once, where that has not been done. */
function usePreview(chosen: PastValues, shown: Preview | null) {
  const { submit, data, state } = useFetcher<{ errors: Record<string, string> | null }>();
  const asked = useRef<PastValues | null>(null);
  const ask = useCallback(() => {
    asked.current = chosen;
    submit(chosen, { method: "post", action: "/app/loyalty/launch/preview" });
  }, [chosen, submit]);
  const isWanted = shown === null && (chosen.past !== "since" || chosen.since !== "");
  useEffect(() => {
    if (isWanted && state === "idle" && asked.current !== chosen) ask();
  }, [isWanted, state, chosen, ask]);
  return { errors: data?.errors ?? null, tryAgain: ask };
}

function isSame(a: PastValues, b: PastValues): boolean {
  return a.past === b.past && a.since === b.since;
}
