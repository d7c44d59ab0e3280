import { Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import type { LiabilityReport } from "#app/loyalty/liability/report.ts";
import { monthInWords } from "#app/ui/copy/liability.ts";
import { DownloadButton } from "#app/ui/forms/download-button.tsx";
import { useFormats, useShop } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Table } from "#app/ui/tables/table.tsx";

const MONTHS_SHOWN = 24;

/** Who holds the points, by tier. */
export function LiabilityTiers({ tiers }: Pick<LiabilityReport, "tiers">) {
  const { money, number } = useFormats();
  const columns = [
    { title: "Tier" },
    { title: "People", number: true },
    { title: "Points", number: true },
    { title: "Liability", number: true },
  ];
  return (
    <Part title="By tier" empty={tiers.length === 0 && "Nobody has points at the moment."}>
      <Table caption="Points liability by tier" columns={columns}>
        {tiers.map(({ name, accounts, points, owedMinor }) => (
          <tr key={name ?? ""}>
            <th scope="row">{name ?? "No tier"}</th>
            <Number>{number(accounts)}</Number>
            <Number>{number(points)}</Number>
            <Number>{money(owedMinor)}</Number>
          </tr>
        ))}
      </Table>
    </Part>
  );
}

/** When the points expire. */
export function LiabilityExpiring({ expiring }: Pick<LiabilityReport, "expiring">) {
  const { money, number } = useFormats();
  const columns = [
    { title: "Expire in" },
    { title: "Points", number: true },
    { title: "Liability", number: true },
  ];
  return (
    <Part
      title="When they expire"
      empty={expiring.length === 0 && "There are no outstanding points."}
    >
      <Table caption="Points liability by month of expiry" columns={columns}>
        {expiring.map(({ month, points, owedMinor }) => (
          <tr key={month ?? ""}>
            <th scope="row">{month ? monthInWords(month) : "Never"}</th>
            <Number>{number(points)}</Number>
            <Number>{money(owedMinor)}</Number>
          </tr>
        ))}
      </Table>
    </Part>
  );
}

/** What moved, month by month, with all of the report as a file. */
export function LiabilityMonths({ months }: Pick<LiabilityReport, "months">) {
  const { number, signed } = useFormats();
  const columns = ["Issued", "Redeemed", "Expired", "Reversed", "Adjusted"].map((title) => ({
    title,
    number: true,
  }));
  return (
    <Part
      title="Month by month"
      aside={<Export />}
      empty={months.length === 0 && "No points have moved yet."}
    >
      <Table
        wide
        caption="Points by month, latest first"
        columns={[{ title: "Month" }, ...columns]}
      >
        {months
          .slice(0, MONTHS_SHOWN)
          .map(({ month, issued, redeemed, expired, revoked, adjusted }) => (
            <tr key={month}>
              <th scope="row">{monthInWords(month)}</th>
              <Number>{number(issued)}</Number>
              <Number>{number(0 - redeemed)}</Number>
              <Number>{number(0 - expired)}</Number>
              <Number>{number(0 - revoked)}</Number>
              <Number>{signed(adjusted)}</Number>
            </tr>
          ))}
      </Table>
      {months.length > MONTHS_SHOWN && (
        <Text as="p" tone="subdued">
          Earlier months are in the report that you can download.
        </Text>
      )}
    </Part>
  );
}

function Export() {
  const { now } = useShop();
  return (
    <DownloadButton
      label="Download the report"
      address="/app/loyalty/liability/export"
      fileName={`points-report-${now.slice(0, 10)}.csv`}
    />
  );
}

type PartProps = { title: string; aside?: ReactNode; empty: string | false; children: ReactNode };

function Part({ empty, children, ...heading }: PartProps) {
  return <TitledCard {...heading}>{empty ? <Text as="p">{empty}</Text> : children}</TitledCard>;
}

function Number({ children }: { children: ReactNode }) {
  return <td className="encore-table__number">{children}</td>;
}
