import { readFileSync } from "node:fs";

import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";

import { addTags, deleteMetafields, removeTags } from "./documents/tags.ts";
import { repeatedMutation, repeatedVariables } from "./repeated-mutation.ts";

const schema = buildSchema(readFileSync("tests/stand-in/schema/admin_2026-10.graphql", "utf8"));

test.each([addTags, removeTags, deleteMetafields])(
  "a mutation that is repeated is one that Shopify takes: %s",
  (document) => {
    expect(validate(schema, parse(repeatedMutation(document, 3)))).toEqual([]);
  },
);

test("each time has its own variables and its own answer", () => {
  const document =
    "mutation Add($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { x } }";
  expect(repeatedMutation(document, 2).replaceAll(/\s+/g, " ")).toBe(
    "mutation Add($id0: ID!, $tags0: [String!]!, $id1: ID!, $tags1: [String!]!) " +
      "{ m0: tagsAdd(id: $id0, tags: $tags0) { x } m1: tagsAdd(id: $id1, tags: $tags1) { x } }",
  );
  expect(repeatedVariables([{ id: "1", tags: [] }, { id: "2" }])).toEqual({
    id0: "1",
    tags0: [],
    id1: "2",
  });
});

test("what is no mutation with variables is refused", () => {
  expect(() => repeatedMutation("query Shop { shop { id } }", 2)).toThrow("not one mutation");
});
