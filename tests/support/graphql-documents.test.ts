import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildSchema } from "graphql";
import { expect, test } from "vitest";

import { checkDocuments } from "./graphql-documents.ts";

const schema = buildSchema(`type Query { shop: Shop! } type Shop { name: String! email: String! }`);

test("a document that the schema allows has no mistakes", () => {
  expect(check("export const SHOP = `#graphql\n  query Shop { shop { name } }`;")).toEqual({
    count: 1,
    mistakes: [],
  });
});

test("a field that the schema lacks is named, with the document's place", () => {
  const { mistakes } = check("\nconst SHOP = `#graphql\n  { shop { nickname } }`;");

  expect(mistakes).toEqual([
    expect.stringMatching(/queries\.ts:2 Cannot query field "nickname" on type "Shop"/),
  ]);
});

test("an inserted fragment is checked with the document that inserts it", () => {
  const { mistakes } = check(
    "const FIELDS = `#graphql\n  fragment Fields on Shop { phone }`;\n" +
      "const SHOP = `#graphql\n  ${FIELDS} query Shop { shop { ...Fields } }`;",
  );

  expect(mistakes).toEqual([expect.stringMatching(/queries\.ts:3 Cannot query field "phone"/)]);
});

test("an inserted selection is checked with the document that inserts it", () => {
  const { mistakes } = check(
    "const FIELDS = `#graphql fields of Shop\n  phone\n`;\n" +
      "const SHOP = `#graphql\n  query Shop { shop { ${FIELDS} } }`;",
  );

  expect(mistakes).toEqual([expect.stringMatching(/queries\.ts:4 Cannot query field "phone"/)]);
});

test("what cannot be read is a mistake, not a crash", () => {
  const { mistakes } = check(
    "const A = `#graphql\n  query {`; const B = `#graphql\n { shop { ${fields} } }`;",
  );

  expect(mistakes).toEqual([
    expect.stringMatching(/Syntax Error/),
    expect.stringMatching(/inserts fields, which is not a #graphql template/),
  ]);
});

test("other templates are left alone", () => {
  expect(check("const greeting = `hello ${name}`; // #graphql").count).toBe(0);
});

function check(code: string) {
  const file = join(mkdtempSync(join(tmpdir(), "encore-documents-")), "queries.ts");
  writeFileSync(file, code);
  return checkDocuments([file], schema);
}
