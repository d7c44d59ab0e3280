import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Button, Card, Text } from "@shopify/polaris";
import { useState } from "react";

import type { LedgerChecks } from "#app/loyalty/ledger/audit/ledger-audits.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";
import { Table } from "#app/ui/tables/table.tsx";

const POLL_EVERY_MS = 2_000;

const columns = [{ title: "When" }, { title: "Balances", number: true }, { title: "Result" }];

/** The last looks at the ledger. */
export function LedgerChecksTable({ checks }: Pick<LedgerChecks, "checks">) {
  const { number, dateTime } = useFormats();
  if (checks.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Last checks
        </Text>
        <Table caption="Checks of the ledger, latest first" columns={columns}>
          {checks.map(({ at, accounts, wrong }) => (
            <tr key={at}>
              <td>
                <time dateTime={at}>{dateTime(at)}</time>
              </td>
              <td className="encore-table__number">{number(accounts)}</td>
              <td>
                {wrong === 0 ? (
                  <Badge tone="success">All add up</Badge>
                ) : (
                  <Badge tone="critical">{`${number(wrong)} differ`}</Badge>
                )}
              </td>
            </tr>
          ))}
        </Table>
      </BlockStack>
    </Card>
  );
}

/** Asks for a check outside the nightly one. */
export function CheckNowButton({ waiting, onAsked }: { waiting: boolean; onAsked: () => void }) {
  const { Form, state } = useFetcher();
  return (
    <Form method="post" action="/app/loyalty/ledger-checks/now" onSubmit={onAsked}>
      <Button submit loading={waiting || state !== "idle"}>
        Check now
      </Button>
    </Form>
  );
}

/** From the moment a check is asked for until it is there, the page looks again and again. */
export function useChecking(checkedAt: string | null) {
  const [askedAfter, setAskedAfter] = useState<{ check: string | null } | null>(null);
  const waiting = askedAfter !== null && askedAfter.check === checkedAt;
  usePolling(waiting, POLL_EVERY_MS);
  return { waiting, ask: () => setAskedAfter({ check: checkedAt }) };
}
