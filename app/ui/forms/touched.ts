import type { FieldErrors } from "./form-fields.schema.ts";

/**
 * What is wrong with fields in which something was typed: a new reward's empty price is not, while its name is typed. What is wrong
 * with several fields together, such as a list, is told at once. `values` and `was` are the form now, and as it started.
 */
export function ofTouched(errors: FieldErrors, values: unknown, was: unknown): FieldErrors {
  const told = Object.entries(errors).filter(([path]) => {
    const value = at(path, values);
    return typeof value === "object" || value !== at(path, was);
  });
  return Object.fromEntries(told);
}

/** What stands at `tiers.0.name`. */
function at(path: string, values: unknown): unknown {
  return path
    .split(".")
    .reduce<unknown>((one, key) => (one as Record<string, unknown> | undefined)?.[key], values);
}
