import type { Imports } from "./imports.ts";

/** The pages that belong together: /app/customers, /app/loyalty/tiers … or another surface such as the app proxy. */
function sectionOf(route: string): string {
  const [, , surface = "", section = "", part = ""] = route.split("/");
  if (surface !== "admin") return surface;
  return section === "loyalty" ? `loyalty/${part}` : section;
}

/** Modules of app/ui that fewer than two sections reach: they belong beside the pages that use them. */
export function onlyOnce(imports: Imports): string[] {
  const sections = new Map<string, Set<string>>();
  for (const route of [...imports.keys()].filter((file) => file.startsWith("app/routes/"))) {
    for (const piece of reachedFrom(route, imports))
      sections.set(piece, (sections.get(piece) ?? new Set()).add(sectionOf(route)));
  }
  return [...imports.keys()]
    .filter((file) => file.startsWith("app/ui/") && (sections.get(file)?.size ?? 0) < 2)
    .toSorted();
}

function reachedFrom(route: string, imports: Imports): Set<string> {
  const reached = new Set<string>();
  const waiting = [route];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop())
    for (const target of imports.get(file) ?? []) {
      if (reached.has(target) || !/^app\/(ui|routes)\//.test(target)) continue;
      reached.add(target);
      waiting.push(target);
    }
  return reached;
}
