import { StarIcon } from "@shopify/polaris-icons";

import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { LedgerTable, type LedgerRow } from "#app/ui/tables/ledger-table.tsx";

/** The latest movements of anyone's points. */
export function LatestPoints({ entries }: { entries: LedgerRow[] }) {
  return (
    <TitledCard title="Latest points">
      {entries.length === 0 ? (
        <EmptyNote icon={StarIcon} heading="No points yet">
          The next order that is paid earns the first ones.
        </EmptyNote>
      ) : (
        <LedgerTable rows={entries} caption="The latest movements of points, latest first" />
      )}
    </TitledCard>
  );
}
