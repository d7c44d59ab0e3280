import { Button, OptionList, Popover } from "@shopify/polaris";
import { SortIcon } from "@shopify/polaris-icons";
import { useState } from "react";

type Props = {
  options: { value: string; label: string }[];
  selected: string;
  onSelect: (value: string) => void;
};

/** In which order a list stands, and the others it can be put in. */
export function SortMenu({ options, selected, onSelect }: Props) {
  const [open, setOpen] = useState(false);
  const current = options.find(({ value }) => value === selected)?.label ?? "Sort";
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      preferredAlignment="right"
      autofocusTarget="first-node"
      activator={
        <Button
          icon={SortIcon}
          disclosure={open ? "up" : "down"}
          accessibilityLabel={`Sort: ${current}`}
          onClick={() => setOpen(!open)}
        />
      }
    >
      <OptionList
        title="Sort"
        options={options}
        selected={[selected]}
        onChange={([value]) => {
          setOpen(false);
          if (value) onSelect(value);
        }}
      />
    </Popover>
  );
}
