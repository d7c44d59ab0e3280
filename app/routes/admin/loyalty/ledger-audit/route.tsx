import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { ledgerAudits } from "#app/loyalty/ledger/audit/ledger-audits.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { RunNowButton, useRunNow } from "#app/ui/forms/run-now-button.tsx";

import { LoyaltyPage } from "../loyalty-page.tsx";
import { FrozenAccounts } from "./frozen-accounts.tsx";
import { LedgerAuditsTable } from "./ledger-audits.tsx";

const RUN = "/app/loyalty/ledger-audit/run";

export const meta = () => [{ title: "Ledger audit · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  return ledgerAudits(shop.id);
}

export default function LedgerAudit() {
  const { audits, frozen } = useLoaderData<typeof loader>();
  const run = useRunNow(audits[0]?.at ?? null);
  return (
    <LoyaltyPage
      title="Ledger audit"
      subtitle="Every night each balance is worked out anew from all that ever moved, and compared."
      primaryAction={<RunNowButton run={run} label="Run audit" action={RUN} />}
    >
      <FrozenAccounts frozen={frozen} checked={audits.length > 0} />
      <LedgerAuditsTable audits={audits} />
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
