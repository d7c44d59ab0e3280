import { useNavigate } from "@remix-run/react";

import type { BulkWork } from "#app/bulk/bulk-run.ts";
import type { PeopleOfList } from "#app/customers/list/people-of-list.server.ts";
import { useDownload } from "#app/ui/forms/download-button.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { addressOfPeople } from "../bulk/bulk-address.schema.ts";
import { kinds } from "../bulk/copy.ts";
import type { CustomersQuery } from "./customers-query.schema.ts";

/** What can be done about those who are ticked, or all who were found. */
export function useBulkActions(people: PeopleOfList, query: CustomersQuery) {
  const navigate = useNavigate();
  const { download } = useDownload();
  const { now } = useShop();
  const to = (work: BulkWork["kind"]) => ({
    content: kinds[work],
    onAction: () => navigate(`/app/customers/bulk?work=${work}&${addressOfPeople(people)}`),
  });
  return {
    promoted: [to("points"), to("reward")],
    others: [
      to("tags"),
      {
        content: "Export",
        onAction: () => void download(exportAddress(people, query), exportName(now)),
      },
    ],
  };
}

/** Where these people are had as a file, in the list's order. */
export function exportAddress(
  people: PeopleOfList,
  { sort, direction }: Pick<CustomersQuery, "sort" | "direction">,
): string {
  return `/app/customers/export?${addressOfPeople(people)}&sort=${sort}&direction=${direction}`;
}

export function exportName(now: string): string {
  return `customers-${now.slice(0, 10)}.csv`;
}
