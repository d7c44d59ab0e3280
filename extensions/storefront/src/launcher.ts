/** Opens and closes the launcher's dialog in browsers that know neither `command` nor `closedby`. */
export function startLauncher(): void {
  const panel = document.querySelector<HTMLDialogElement>("[data-encore-panel]");
  if (!panel) return;
  if (!("command" in HTMLButtonElement.prototype))
    document
      .querySelector("[commandfor=encore-panel]")
      ?.addEventListener("click", () => panel.showModal());
  if (!("closedBy" in panel))
    (panel as HTMLDialogElement).addEventListener("click", ({ target }) => {
      if (target === panel) panel.close();
    });
}
