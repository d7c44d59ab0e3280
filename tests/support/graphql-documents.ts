import { globSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { buildSchema, type GraphQLError, type GraphQLSchema, Kind, parse, validate } from "graphql";
import ts from "typescript";

const schemaFile = "tests/stand-in/schema/admin_2026-10.graphql";
const mark = /^\s*#graphql\b/;
/** A selection that documents insert where fragments are not allowed, as in bulk operations. */
const selection = /^\s*#graphql fields of \w+/;

/** One GraphQL document as it stands in a source file; the line is counted from 1. */
type Document = { file: string; line: number; name: string; text: string };
type SourceDocument = Omit<Document, "text"> & { parts: (string | { insert: string })[] };

/**
 * Checks every GraphQL document that the app sends against the Admin API's schema. A document is a template that
 * begins with `#graphql`; a fragment that it inserts, `${CUSTOMER_FIELDS}`, is found by its name.
 * Returns one line a mistake, `file:line message`, and how many documents there are.
 */
export function checkDocuments(
  files: string[],
  schema: GraphQLSchema,
): { count: number; mistakes: string[] } {
  const found = files.flatMap((file) => documentsIn(file, readFileSync(file, "utf8")));
  const byName = new Map(found.map((document) => [document.name, document]));
  const mistakes: string[] = [];
  for (const source of found) {
    try {
      mistakes.push(...mistakesIn(complete(source, byName), schema));
    } catch (error) {
      mistakes.push(`${source.file}:${source.line} ${(error as Error).message}`);
    }
  }
  return { count: found.length, mistakes };
}

function documentsIn(file: string, code: string): SourceDocument[] {
  if (!code.includes("#graphql")) return [];

  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: SourceDocument[] = [];
  const visit = (node: ts.Node): void => {
    const parts = partsOf(node);
    if (parts && typeof parts[0] === "string" && mark.test(parts[0])) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ file, line, name: nameOf(node), parts });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function partsOf(node: ts.Node): SourceDocument["parts"] | null {
  if (ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (!ts.isTemplateExpression(node)) return null;

  return [
    node.head.text,
    ...node.templateSpans.flatMap(({ expression, literal }) => [
      { insert: expression.getText() },
      literal.text,
    ]),
  ];
}

/** The constant that holds the document, or the empty string where it has none. */
function nameOf(node: ts.Node): string {
  const holder = ts.isAsExpression(node.parent) ? node.parent.parent : node.parent;
  return ts.isVariableDeclaration(holder) ? holder.name.getText() : "";
}

function complete(source: SourceDocument, byName: Map<string, SourceDocument>): Document {
  const text = source.parts.map((part) => {
    if (typeof part === "string") return part;
    const inserted = byName.get(part.insert);
    if (!inserted) throw new Error(`inserts ${part.insert}, which is not a #graphql template`);
    return complete(inserted, byName).text;
  });
  return { ...source, text: text.join("") };
}

function mistakesIn({ file, line, text }: Document, schema: GraphQLSchema): string[] {
  // A selection, or a fragment by itself, is checked in each document that inserts it.
  if (selection.test(text)) return [];
  const document = parse(text);
  if (document.definitions.every(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)) return [];

  return validate(schema, document).map(
    (error: GraphQLError) => `${file}:${line} ${error.message}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const schema = buildSchema(readFileSync(schemaFile, "utf8"), { assumeValid: true });
  const files = globSync("app/**/*.{ts,tsx}").filter((file) => !/\.test\.tsx?$/.test(file));
  const { count, mistakes } = checkDocuments(files, schema);
  for (const mistake of mistakes) console.log(mistake);
  console.log(`${count} GraphQL documents, ${mistakes.length} mistakes`);
  process.exitCode = mistakes.length > 0 || count === 0 ? 1 : 0;
}
