const MUTATION = /^([^]*?mutation \w+)\(([^]*?)\)\s*\{([^]*)\}\s*$/;

/**
 * One document that does several times what a mutation with variables does once, for different variables. Example, twice:
 * `mutation AddTags($id0: ID!, $id1: ID!) { m0: tagsAdd(id: $id0) { … } m1: tagsAdd(id: $id1) { … } }`. Throws for any other document.
 */
export function repeatedMutation(document: string, times: number): string {
  const [, head, parameters = "", body = ""] = MUTATION.exec(document) ?? [];
  if (head === undefined) throw new Error("It is not one mutation with variables");
  const each = Array.from({ length: times }, (_, index) => index);
  return `${head}(${each.map((index) => numbered(parameters, index)).join(", ")}) {
    ${each.map((index) => `m${index}: ${numbered(body, index).trim()}`).join("\n    ")}
  }`;
}

/** The variables of the document that `repeatedMutation` makes for these, in the same order. */
export function repeatedVariables(
  all: readonly Record<string, unknown>[],
): Record<string, unknown> {
  return Object.fromEntries(
    all.flatMap((variables, index) =>
      Object.entries(variables).map(([name, value]) => [`${name}${index}`, value]),
    ),
  );
}

function numbered(text: string, index: number): string {
  return text.replaceAll(/\$(\w+)/g, `$$$1${index}`);
}
