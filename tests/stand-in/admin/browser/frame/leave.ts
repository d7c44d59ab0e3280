import { byId } from "./page.ts";

/** Asks whether unsaved changes may be lost. */
export function confirmLeaving(): Promise<boolean> {
  const dialog = byId<HTMLDialogElement>("leave-dialog");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "leave"), { once: true });
  });
}
