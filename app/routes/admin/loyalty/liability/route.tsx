import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Card, InlineGrid } from "@shopify/polaris";
import { MoneyIcon } from "@shopify/polaris-icons";

import { loadLiability } from "#app/analytics/liability.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { bodyOf } from "#app/http/request-body.server.ts";
import { savePointWorth, type StoredWorth } from "#app/loyalty/liability/point-value.server.ts";
import { liabilityReport, pointValueOf } from "#app/loyalty/liability/report.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { CHANGED_MEANWHILE, EditBody } from "#app/ui/forms/form-fields.schema.ts";
import { RunNowButton, useRunNow } from "#app/ui/forms/run-now-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { SettlingNotice } from "#app/ui/layout/settling-notice.tsx";

import { LoyaltyPage } from "../loyalty-page.tsx";
import { LiabilityCharts } from "./liability-charts.tsx";
import { LiabilityFigures } from "./liability-figures.tsx";
import { LiabilityExpiring, LiabilityMonths, LiabilityTiers } from "./liability-tables.tsx";
import { PointWorthForm } from "./point-worth-form.tsx";
import { parsePointWorth, worthFormValues } from "./point-worth.schema.ts";

const COUNT = "/app/loyalty/liability/count";

export const meta = () => [{ title: "Points liability · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const measured = await loadLiability(shop);
  return {
    report: liabilityReport(measured, shop.currency),
    worth: worthShown(measured.program, shop.currency),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const { values, was } = await bodyOf(request, EditBody);
  const { worth, errors } = parsePointWorth(values, shop);
  if (errors) return json({ saved: false, errors }, { status: 422 });

  const saved = await savePointWorth(shop.id, worth, now(), {
    actor,
    seen: (stored) => isSame(was, worthShown(stored, shop.currency)),
  });
  if (!saved) return json({ saved: false, why: CHANGED_MEANWHILE }, { status: 409 });
  return json({ saved: true });
}

function worthShown(stored: StoredWorth | null, currency: string) {
  const redemptionRateBps = stored?.redemptionRateBps ?? null;
  return worthFormValues({ ...pointValueOf(stored, currency), redemptionRateBps }, currency);
}

export default function Report() {
  const { report, worth } = useLoaderData<typeof loader>();
  const { dateTime } = useFormats();
  const run = useRunNow(report?.at ?? null);
  if (!report) {
    return (
      <LoyaltyPage title="Points liability">
        <SettlingNotice />
        <Card>
          <EmptyNote
            icon={MoneyIcon}
            heading="Your points have not been counted yet"
            action={<RunNowButton primary run={run} label="Count now" action={COUNT} />}
          >
            Every night Encore counts the points that your customers hold, and what they will
            probably cost you.
          </EmptyNote>
        </Card>
      </LoyaltyPage>
    );
  }
  return (
    <LoyaltyPage
      title="Points liability"
      subtitle={`As of ${dateTime(report.at)}. Counted anew every night.`}
      primaryAction={<RunNowButton run={run} label="Count now" action={COUNT} />}
    >
      <SettlingNotice />
      <LiabilityFigures report={report} />
      <LiabilityCharts months={report.months} all={report.all} />
      <PointWorthForm saved={worth} />
      <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
        <LiabilityTiers tiers={report.tiers} />
        <LiabilityExpiring expiring={report.expiring} />
      </InlineGrid>
      <LiabilityMonths months={report.months} />
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
