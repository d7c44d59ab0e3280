/** Every place in a value; of lists the first item's, which stands for the others. */
export function pathsIn(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [at];
  const keys = Array.isArray(value) ? Object.keys(value).slice(0, 1) : Object.keys(value);
  const inside = keys.flatMap((key) => pathsIn(value[key as keyof typeof value], [...at, key]));
  return at.length === 0 ? inside : [at, ...inside];
}

/** A copy of a value with something else at that place. */
export function replaced(value: unknown, [key = "", ...rest]: string[], by: unknown): unknown {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = rest.length === 0 ? by : replaced(copy[key], rest, by);
  return copy;
}
