import type { ResourcePick } from "../messages.ts";
import { byId, config } from "./page.ts";

type Resource = { id: string; title: string; price?: string; variants?: { id: string }[] };

/** Lets the merchant choose products or variants; null when they close it without. */
export async function pickResources(pick: ResourcePick): Promise<Resource[] | null> {
  const dialog = byId<HTMLDialogElement>("picker");
  const search = byId<HTMLInputElement>("picker-search");
  const chosen = new Map<string, Resource | null>(pick.selectedIds.map((id) => [id, null]));
  let offered: Resource[] = [];

  const refresh = async () => {
    const query = new URLSearchParams({ type: pick.type, q: search.value });
    const response = await fetch(`${config.adminBase}/resources?${query.toString()}`);
    offered = (await response.json()) as Resource[];
    for (const resource of offered) if (chosen.has(resource.id)) chosen.set(resource.id, resource);
    byId("picker-list").replaceChildren(...offered.map((resource) => row(resource, pick, chosen)));
  };

  search.value = pick.query;
  byId("picker-title").textContent =
    pick.type === "collection" ? "Choose collections" : "Choose products";
  await refresh();
  const searched = () => void refresh();
  search.addEventListener("input", searched);
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  search.removeEventListener("input", searched);
  return dialog.returnValue === "choose"
    ? [...chosen.values()].filter((one) => one !== null)
    : null;
}

function row(
  resource: Resource,
  pick: ResourcePick,
  chosen: Map<string, Resource | null>,
): HTMLLIElement {
  const entry = document.createElement("li");
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = pick.multiple ? "checkbox" : "radio";
  box.name = "picked";
  box.checked = chosen.has(resource.id);
  box.addEventListener("change", () => {
    if (!pick.multiple) chosen.clear();
    if (box.checked) chosen.set(resource.id, resource);
    else chosen.delete(resource.id);
  });
  const title = document.createElement("span");
  title.textContent = resource.title;
  label.append(box, title);
  entry.append(label);
  return entry;
}
