import { Button, ChoiceList, Popover } from "@shopify/polaris";
import { LayoutColumns3Icon } from "@shopify/polaris-icons";
import { useState } from "react";

import { columns } from "./columns.tsx";
import { type ColumnName, columnNames } from "./customers-query.schema.ts";

type Props = { selected: ColumnName[]; onChange: (selected: ColumnName[]) => void };

/** Which columns the list has beside the customers. */
export function ColumnsMenu({ selected, onChange }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      preferredAlignment="right"
      autofocusTarget="first-node"
      activator={
        <Button
          icon={LayoutColumns3Icon}
          disclosure={open ? "up" : "down"}
          onClick={() => setOpen(!open)}
        >
          Columns
        </Button>
      }
    >
      <Popover.Section>
        <ChoiceList
          allowMultiple
          title="Columns"
          choices={columnNames.map((name) => ({ value: name, label: columns[name].title }))}
          selected={selected}
          onChange={(chosen) => onChange(columnNames.filter((name) => chosen.includes(name)))}
        />
      </Popover.Section>
    </Popover>
  );
}
