import type { SaveBar } from "../messages.ts";
import { actionButton } from "./actions.ts";
import { confirmLeaving } from "./leave.ts";
import { byId } from "./page.ts";

let shown: SaveBar | null = null;

export function showSaveBar(bar: SaveBar | null): void {
  shown = bar;
  const buttons = bar ? [bar.discard, bar.save].filter((action) => action !== null) : [];
  byId("save-bar-buttons").replaceChildren(...buttons.map((action) => actionButton(action)));
  byId("save-bar").hidden = bar === null;
}

/** Resolves when nothing is unsaved, or when the merchant leaves it so. Rejects when they stay. */
export async function beforeLeaving(): Promise<void> {
  if (!shown) return;
  if (!(await confirmLeaving())) throw new Error("The merchant stays on the page");
  showSaveBar(null);
}
