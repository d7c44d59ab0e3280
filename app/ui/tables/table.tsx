import type { ReactNode } from "react";

type Column = { title: string; number?: boolean; wideOnly?: boolean };
type Props = {
  caption: string;
  columns: Column[];
  roomy?: boolean;
  wide?: boolean;
  children: ReactNode;
};

/**
 * A table whose `children` are rows. Its caption is for those who hear it; a narrow screen scrolls it, and leaves out `wideOnly`
 * columns. One that is `wide` and holds nothing to stop at can be scrolled by keyboard, too.
 */
export function Table({ caption, columns, roomy = false, wide = false, children }: Props) {
  const scroll = wide ? { tabIndex: 0, role: "group", "aria-label": caption } : {};
  return (
    <div className="encore-table-scroll" {...scroll}>
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
