import { Button, ButtonGroup } from "@shopify/polaris";
import { ArrowDownIcon, ArrowUpIcon } from "@shopify/polaris-icons";

type Props = {
  name: string;
  index: number;
  of: number;
  onMove: (from: number, to: number) => void;
};

/** A list with one of its items at another place. */
export function reorder<Item>(items: readonly Item[], from: number, to: number): Item[] {
  return items.toSpliced(from, 1).toSpliced(to, 0, ...items.slice(from, from + 1));
}

/** Moves one of a list up or down, by pointer or keyboard. */
export function MoveButtons({ name, index, of, onMove }: Props) {
  return (
    <ButtonGroup>
      <Button
        variant="tertiary"
        icon={ArrowUpIcon}
        accessibilityLabel={`Move ${name} up`}
        disabled={index === 0}
        onClick={() => onMove(index, index - 1)}
      />
      <Button
        variant="tertiary"
        icon={ArrowDownIcon}
        accessibilityLabel={`Move ${name} down`}
        disabled={index === of - 1}
        onClick={() => onMove(index, index + 1)}
      />
    </ButtonGroup>
  );
}
