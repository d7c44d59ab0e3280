import type { ReactNode } from "react";

type Fact = { label: string; value: ReactNode };

/** What is known, each with its name beside it. Long names wrap where `wrap` says so. */
export function Facts({ facts, wrap = false }: { facts: (Fact | null)[]; wrap?: boolean }) {
  return (
    <dl className={wrap ? "encore-facts encore-facts--wrap" : "encore-facts"}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact.label}>
              <dt>{fact.label}</dt>
              <dd>{fact.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
