import { ActionList, Button, Popover } from "@shopify/polaris";
import { useState } from "react";

import { useFormats } from "#app/ui/hooks/shop.tsx";

import { customersInWords } from "../bulk/copy.ts";
import type { CustomersQuery } from "./customers-query.schema.ts";
import { useBulkActions } from "./use-bulk-actions.tsx";

type Props = { query: CustomersQuery; total: { count: number; exact: boolean } };

/** What can be done about all who were found, where a screen is too narrow to tick some. */
export function BulkMenu({ query, total }: Props) {
  const [open, setOpen] = useState(false);
  const formats = useFormats();
  const { promoted, others } = useBulkActions(query, query);
  const who = `${total.exact ? "" : "about "}${customersInWords(total.count, formats)}`;
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      autofocusTarget="first-node"
      activator={
        <Button disclosure={open ? "up" : "down"} onClick={() => setOpen(!open)}>
          Actions
        </Button>
      }
    >
      <ActionList
        sections={[{ title: `For ${who}`, items: [...promoted, ...others] }]}
        onActionAnyItem={() => setOpen(false)}
      />
    </Popover>
  );
}
