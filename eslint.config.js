import { readFileSync } from "node:fs";

import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

// A pure file has no effects, no clock and no randomness: they arrive as arguments, so that a test can choose them.
const pureFiles = ["app/**/*.ts"];
const filesWithEffects = [
  "app/**/*.server.ts",
  "app/**/*.test.ts",
  "app/routes/**",
  "app/**/*.d.ts",
  "app/{server,routes}.ts",
];

const impureSyntax = [
  ["AwaitExpression", "A pure file does not wait: load first, then decide."],
  [":function[async=true]", "A pure function answers at once: load first, then decide."],
  ["ForOfStatement[await=true]", "A pure file does not wait: load first, then decide."],
  ["ImportExpression", "A pure file imports at its top."],
  ["NewExpression[callee.name='Date'][arguments.length=0]", "Take the time as an argument."],
  ["CallExpression[callee.name='Date']", "Take the time as an argument."],
  ["MemberExpression[object.name='Date'][property.name='now']", "Take the time as an argument."],
  [
    "MemberExpression[object.name='DateTime'][property.name='now']",
    "Take the time as an argument.",
  ],
  [
    "MemberExpression[object.name='Math'][property.name='random']",
    "Take the chance as an argument.",
  ],
].map(([selector, message]) => ({ selector, message }));

const impureGlobals = [
  "clearInterval",
  "clearTimeout",
  "console",
  "crypto",
  "document",
  "fetch",
  "globalThis",
  "localStorage",
  "performance",
  "process",
  "queueMicrotask",
  "setImmediate",
  "setInterval",
  "setTimeout",
  "window",
].map((name) => ({ name, message: "Effects live in .server.ts files and components." }));

// Words that the field has better ones for: the last column of both tables of app/GLOSSARY.md.
const denied = readFileSync(new URL("app/GLOSSARY.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.split("|").at(-2) ?? "");
const deniedNames = denied.flatMap((cell) =>
  [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
);
const deniedPhrases = denied.flatMap((cell) =>
  [...cell.matchAll(/"([^"]+)"/g)].map(([, phrase]) => phrase),
);
const phrases = deniedPhrases.map((phrase) => phrase.replaceAll(/[()'/]/g, ".")).join("|");
const deniedTexts = ["Literal[value", "JSXText[value", "TemplateElement[value.raw"].map((node) => ({
  selector: `${node}=/${phrases}/]`,
  message: "app/GLOSSARY.md has the words for it.",
}));

export default defineConfig(
  {
    ignores: [
      "build/",
      ".encore/",
      ".shopify/",
      "prisma/generated/",
      "extensions/*/dist/",
      "extensions/theme/assets/",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // tsc reports these.
      "@typescript-eslint/no-unused-vars": "off",
    },
  },
  {
    files: ["**/*.tsx"],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      "id-denylist": ["error", ...deniedNames],
      "no-restricted-syntax": ["error", ...deniedTexts],
    },
  },
  {
    files: pureFiles,
    ignores: filesWithEffects,
    rules: {
      "no-restricted-syntax": ["error", ...impureSyntax, ...deniedTexts],
      "no-restricted-globals": ["error", ...impureGlobals],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "uuid",
              importNames: ["v1", "v4", "v6", "v7"],
              message: "Take the new id as an argument.",
            },
          ],
          patterns: [{ regex: "^node:", message: "Effects live in .server.ts files." }],
        },
      ],
    },
  },
  {
    files: ["*.{js,cjs}", "tests/**/*.mjs"],
    languageOptions: { globals: readonly("Buffer", "URL", "console", "module", "process") },
  },
);

function readonly(...names) {
  return Object.fromEntries(names.map((name) => [name, "readonly"]));
}
