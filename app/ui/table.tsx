import type { ReactNode } from "react";

type Column = { title: string; number?: boolean; wideOnly?: boolean };
type Props = { caption: string; columns: Column[]; roomy?: boolean; children: ReactNode };

/** A table whose `children` are rows. Its caption is for those who hear it; a narrow screen scrolls it, and leaves out `wideOnly` columns. */
export function Table({ caption, columns, roomy = false, children }: Props) {
  return (
    <div className="encore-table-scroll">
      <table className={roomy ? "encore-table encore-table--roomy" : "encore-table"}>
        <caption className="encore-visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function classOf({ number, wideOnly }: Column): string | undefined {
  const names = [number && "encore-table__number", wideOnly && "encore-wide-only"];
  return names.filter(Boolean).join(" ") || undefined;
}
