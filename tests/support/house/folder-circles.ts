import { dirname } from "node:path";

import type { Imports } from "./imports.ts";

/** Doors of a room: they reach into all of it, and others come in by them alone. */
const DOOR = /^app\/[^/]+\/(view|personal-data)\.server\.ts$/;

/**
 * The part of the house that a file is in: its room, or the second folder where the room has one. `app/orders/writing/…` is in
 * app/orders/writing, which is a part of app/orders: what these two import of each other is no circle.
 */
function partOf(file: string): string {
  if (DOOR.test(file)) return file;
  return dirname(file).split("/").slice(0, 3).join("/");
}

/** Groups of parts that import each other in a circle, each sorted. Pages and what stands directly in app/ are left out. */
export function folderCircles(imports: Imports): string[][] {
  const inRooms = [...imports].filter(([file]) => isInRoom(file));
  const arrows = new Map<string, Set<string>>();
  for (const [file, targets] of inRooms)
    for (const target of targets.filter(isInRoom)) {
      const [from, to] = [partOf(file), partOf(target)];
      if (from === to || from.startsWith(`${to}/`) || to.startsWith(`${from}/`)) continue;
      arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
    }
  return stronglyConnected(arrows);
}

function isInRoom(file: string): boolean {
  return /^app\/(?!routes\/|ui\/)[^/]+\//.test(file);
}

/** Tarjan's strongly connected components of more than one node (SIAM J. Comput. 1972). */
function stronglyConnected(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    stack.push(node);
    for (const next of arrows.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1) found.push(component.toSorted());
  };
  for (const node of arrows.keys()) if (!index.has(node)) visit(node);
  return found;
}
