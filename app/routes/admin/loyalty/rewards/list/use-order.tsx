import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

/**
 * The items in the order that the merchant gave them, which is shown at once. One order is sent after another: of two under way
 * the first could arrive last, and stay.
 */
export function useOrder<Item extends { id: string }>(items: Item[], action: string) {
  const { submit, state } = useFetcher();
  const [wanted, setWanted] = useState<string | null>(null);
  const sent = useRef<string | null>(null);
  useEffect(() => {
    if (wanted === null || state !== "idle") return;
    if (sent.current === wanted) {
      sent.current = null;
      setWanted(null);
      return;
    }
    sent.current = wanted;
    submit({ order: wanted }, { method: "post", action });
  }, [wanted, state, submit, action]);
  const shown =
    wanted === null
      ? items
      : wanted.split(",").flatMap((id) => items.filter((item) => item.id === id));
  return {
    shown,
    order: (next: Item[]) => setWanted(next.map(({ id }) => id).join(",")),
  };
}
