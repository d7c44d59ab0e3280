import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { lastRecalculation, listChanges } from "#app/loyalty/launch/recalculation.server.ts";
import { loadProgram } from "#app/loyalty/program/program.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { ActionButton } from "#app/ui/forms/action-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";
import { SettlingNotice } from "#app/ui/layout/settling-notice.tsx";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { WorkProgress } from "#app/ui/layout/work-progress.tsx";
import { PageLinks } from "#app/ui/tables/page-links.tsx";

import { ConfirmAction } from "../confirm-action.tsx";
import { LoyaltyPage } from "../loyalty-page.tsx";
import { ChangesTable } from "./changes-table.tsx";
import { confirmation, sumsInWords, wouldHaveInWords } from "./copy.ts";

const PAGE_SIZE = 50;
const POLL_EVERY_MS = 1_000;
const ADDRESS = "/app/loyalty/recalculation";

const Query = z.object({ after: z.uuid().nullable().catch(null) });

export const meta = () => [{ title: "Recalculate balances · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const { searchParams } = new URL(request.url);
  const { after } = Query.parse({ after: searchParams.get("after") });
  const [{ state }, last] = await Promise.all([
    loadProgram(shop.id),
    lastRecalculation(shop.id, now()),
  ]);
  if (!last) return { state, run: null, changes: [], next: null, after };
  const { id, kind, state: runState, customers, total, result, startedAt, endedAt } = last.run;
  return {
    state,
    run: {
      ...{ id, kind, state: runState, customers, total, sums: result },
      isOutdated: last.isOutdated,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    },
    ...(await listChanges(shop.id, id, { after, limit: PAGE_SIZE })),
    after,
  };
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

/** Which balances today's rules would change, and the button that changes them. */
export default function Recalculation() {
  const { state, run, changes, next, after } = useLoaderData<typeof loader>();
  const isRunning = run?.state === "running";
  usePolling(isRunning, POLL_EVERY_MS);
  return (
    <LoyaltyPage title="Recalculate balances">
      <SettlingNotice />
      <TitledCard
        title="Balances by today’s rules"
        about="Encore looks at every order again and lists who would have other points, or another tier. Nothing changes until you say so."
        aside={run && <RunBadge run={run} />}
      >
        {run ? (
          <Outcome run={run} />
        ) : (
          <Text as="p">Balances have not been compared with your rules yet.</Text>
        )}
        {state === "live" ? (
          !isRunning && <Choices run={run} />
        ) : (
          <Text as="p" tone="subdued">
            Balances can be compared while your program is live.
          </Text>
        )}
      </TitledCard>
      {run && changes.length > 0 && (
        <TitledCard title={run.kind === "recalculation" ? "What changed" : "What would change"}>
          <ChangesTable changes={changes} isDone={run.kind === "recalculation"} />
          <PageLinks
            links={[
              after && { name: "First page", url: ADDRESS },
              next && { name: "Next page", url: `${ADDRESS}?after=${next}` },
            ]}
          />
        </TitledCard>
      )}
    </LoyaltyPage>
  );
}

type Run = NonNullable<Loaded["run"]>;

function RunBadge({ run: { kind, state, sums } }: { run: Run }) {
  if (state === "running") return <StatusBadge status="underway">In progress</StatusBadge>;
  if (state === "failed") return <StatusBadge status="over">Stopped</StatusBadge>;
  if (state === "dismissed") return <StatusBadge status="over">Left as they are</StatusBadge>;
  if (kind === "recalculation" || sums.customers === 0)
    return <StatusBadge status="good">Done</StatusBadge>;
  return <StatusBadge status="todo">Waits for you</StatusBadge>;
}

function Outcome({ run }: { run: Run }) {
  const formats = useFormats();
  const { kind, state, customers: done, total, startedAt: since, endedAt, sums } = run;
  if (state === "running")
    return kind === "comparison" ? (
      <WorkProgress work={{ done, total, since }} name="Comparing balances">
        {`${formats.number(done)} of ${formats.number(total)} customers`}
      </WorkProgress>
    ) : null;
  const when = endedAt ? formats.dateTime(endedAt) : "";
  if (state === "failed")
    return <Text as="p">The last comparison was stopped. Nothing was changed by it.</Text>;
  if (kind === "recalculation")
    return <Text as="p">{`Changed on ${when}, ${sumsInWords(sums, formats)}.`}</Text>;
  if (sums.customers === 0)
    return (
      <Text as="p">{`All ${formats.number(total)} customers have what today’s rules give them. Compared on ${when}.`}</Text>
    );
  return <Text as="p">{`${wouldHaveInWords(sums, total, formats)}. Compared on ${when}.`}</Text>;
}

function Choices({ run }: { run: Run | null }) {
  const formats = useFormats();
  const isListed = run?.kind === "comparison" && run.state === "done" && run.sums.customers > 0;
  return (
    <BlockStack gap="200">
      {isListed && run.isOutdated && (
        <Text as="p">
          Your program has changed since. Compare again before you change balances.
        </Text>
      )}
      <InlineStack gap="200">
        {isListed && !run.isOutdated && (
          <>
            <ConfirmAction
              method="post"
              action={`${ADDRESS}/${run.id}/application`}
              label="Change these balances"
              variant="primary"
              tone="success"
              title="Change these balances?"
              confirm="Change balances"
            >
              {confirmation(run.sums, formats)}
            </ConfirmAction>
            <ActionButton action={`${ADDRESS}/${run.id}/dismissal`}>Leave as they are</ActionButton>
          </>
        )}
        <ActionButton action={`${ADDRESS}/comparison`}>
          {run ? "Compare again" : "Compare balances"}
        </ActionButton>
      </InlineStack>
    </BlockStack>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
