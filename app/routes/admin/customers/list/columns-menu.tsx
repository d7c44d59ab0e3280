import { Button, ChoiceList, Popover } from "@shopify/polaris";
import { LayoutColumns3Icon } from "@shopify/polaris-icons";
import { useState } from "react";

import { columns } from "./columns.tsx";
import type { ColumnName } from "./customers-query.schema.ts";

type Props = {
  names: ColumnName[];
  selected: ColumnName[];
  onChange: (selected: ColumnName[]) => void;
};

/** Which columns the list has beside the customers. */
export function ColumnsMenu({ names, selected, onChange }: Props) {
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
          choices={names.map((name) => ({ value: name, label: columns[name].title }))}
          selected={selected}
          onChange={(chosen) => onChange(names.filter((name) => chosen.includes(name)))}
        />
      </Popover.Section>
    </Popover>
  );
}
