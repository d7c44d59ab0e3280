import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, List, Text } from "@shopify/polaris";
import { CheckCircleIcon } from "@shopify/polaris-icons";

import type { LedgerAudits } from "#app/loyalty/ledger/audit/ledger-audits.server.ts";
import { type Toast, useToastOnce } from "#app/ui/hooks/use-toast-once.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { When } from "#app/ui/layout/when.tsx";

type Props = Pick<LedgerAudits, "frozen"> & { checked: boolean };

/** The accounts that do not add up: what differs, and the way to unfreeze them. */
export function FrozenAccounts({ frozen, checked }: Props) {
  if (frozen.length === 0) {
    return (
      <Card>
        <EmptyNote
          icon={CheckCircleIcon}
          heading={checked ? "Everything adds up" : "Not audited yet"}
        >
          {checked
            ? "Each balance is exactly what its movements make. Were one to differ, its account would be frozen, and you would see it here."
            : "The first audit runs tonight. You can also run it now."}
        </EmptyNote>
      </Card>
    );
  }
  return (
    <BlockStack gap="400">
      <Banner
        tone="critical"
        title={
          frozen.length === 1
            ? "One balance does not add up"
            : `${frozen.length} balances do not add up`
        }
      >
        <p>
          Nothing moves on it until somebody has looked, so that no point is lost or given twice.
          What happens meanwhile waits, and follows by itself. Please tell Encore’s support what is
          said below.
        </p>
      </Banner>
      {frozen.map((account) => (
        <Frozen key={account.customerId} account={account} />
      ))}
    </BlockStack>
  );
}

function Frozen({ account }: { account: LedgerAudits["frozen"][number] }) {
  const { Form, data, state } = useFetcher<{ wrong: string[] }>();
  useToastOnce(data, toastOf);
  const wrong = data && data.wrong.length > 0 ? data.wrong : account.wrong;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            <PersonLink id={account.customerId} name={account.name} />
          </Text>
          <Text as="p" tone="subdued" variant="bodySm">
            Frozen <When at={account.frozenAt} />
          </Text>
        </BlockStack>
        <List>
          {wrong.map((words) => (
            <List.Item key={words}>{words}</List.Item>
          ))}
        </List>
        <InlineStack>
          <Form method="post" action={`/app/loyalty/ledger-audit/${account.customerId}/unfreezing`}>
            <Button
              submit
              loading={state !== "idle"}
              accessibilityLabel={`Unfreeze the account of ${account.name ?? "this person"}`}
            >
              Unfreeze account
            </Button>
          </Form>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function toastOf({ wrong }: { wrong: string[] }): Toast {
  return wrong.length === 0
    ? { words: "Account unfrozen", isError: false }
    : { words: "The balance still does not match", isError: true };
}
