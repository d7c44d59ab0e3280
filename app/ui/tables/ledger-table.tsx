import { Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import { OrderLink } from "../layout/order-link.tsx";
import { PersonLink } from "../layout/person.tsx";
import { Sentence } from "../layout/sentence.tsx";
import { useFormats } from "../hooks/shop.tsx";
import { Table } from "./table.tsx";
import { When } from "../layout/when.tsx";
import { entryKindInWords, reasonInWords } from "../copy/ledger.ts";

export type LedgerRow = {
  id: string;
  at: string;
  kind: string;
  /** Signed. */
  points: number;
  /** Shopify's; null where there is none, or none any more. */
  orderId?: string | null;
  orderName: string | null;
  /** Whether it was made by hand, and undone since. */
  undo?: "possible" | "done" | null;
  /** A code with its figures. */
  reason?: unknown;
  /** What was written beside it. */
  notes?: { internal: string | null; public: string | null };
  customerId?: string;
  customerName?: string | null;
};

type Props = {
  rows: LedgerRow[];
  caption: string;
  /** What can be done about an entry. */
  actionOf?: (row: LedgerRow) => ReactNode;
};

const columns = [{ title: "What and why" }, { title: "When" }, { title: "Points", number: true }];

/** Entries of the points ledger with their reasons, and whose they are where they are of several people. */
export function LedgerTable({ rows, caption, actionOf }: Props) {
  const formats = useFormats();
  return (
    <Table caption={caption} columns={columns}>
      {rows.map((row) => (
        <tr key={row.id}>
          <td>
            <Text as="p">
              {entryKindInWords(row.kind)}
              {row.customerId && (
                <>
                  {" · "}
                  <PersonLink id={row.customerId} name={row.customerName ?? null} />
                </>
              )}
            </Text>
            <Text as="p" tone="subdued" variant="bodySm">
              <Sentence
                text={reasonInWords(row.reason, formats)}
                places={{
                  order: row.orderName ? (
                    <OrderLink id={row.orderId ?? null} name={row.orderName} />
                  ) : (
                    "An order"
                  ),
                }}
              />
            </Text>
            {row.notes?.public && <Note of="To the customer" text={row.notes.public} />}
            {row.notes?.internal && <Note of="For your team" text={row.notes.internal} />}
            {row.undo === "done" && (
              <Text as="p" variant="bodySm" tone="subdued">
                Undone
              </Text>
            )}
            {actionOf?.(row)}
          </td>
          <td>
            <When at={row.at} />
          </td>
          <td className="encore-table__number">
            <Text as="span" fontWeight="semibold" {...(row.points > 0 && { tone: "success" })}>
              {formats.signed(row.points)}
            </Text>
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Note({ of, text }: { of: string; text: string }) {
  return (
    <Text as="p" variant="bodySm" breakWord>
      {of}: {text}
    </Text>
  );
}
