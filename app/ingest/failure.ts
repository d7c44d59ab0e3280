import { z } from "zod";

import { UnreadableMoney } from "#app/ground/money.ts";

/** Why a delivery could not be processed: for the merchant, and for whoever looks after Encore. */
export type Failure = { words: string; detail: string };

/** What went wrong, in words that hold none of the delivery's content. */
export function failureOf(error: unknown): Failure {
  // The parser's own message quotes the body, which may name a person.
  if (error instanceof SyntaxError)
    return { words: "What arrived is not JSON.", detail: "SyntaxError" };
  if (error instanceof z.ZodError) {
    const issues = error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
    return {
      words: "What arrived does not have the form that Shopify documents.",
      detail: issues.join("; "),
    };
  }
  if (error instanceof UnreadableMoney)
    return { words: "An amount of money in it could not be read.", detail: error.message };
  if (error instanceof Error)
    return {
      words: "It could not be processed.",
      detail: `${error.name}: ${error.message}`.slice(0, 500),
    };
  return { words: "It could not be processed.", detail: typeof error };
}

/** A failure as the one text that is stored: the words on the first line, the detail below. */
export function failureText({ words, detail }: Failure): string {
  return `${words}\n${detail}`;
}

/** What `failureText` wrote. */
export function parseFailure(text: string): Failure {
  const [words = "", ...detail] = text.split("\n");
  return { words, detail: detail.join("\n") };
}
