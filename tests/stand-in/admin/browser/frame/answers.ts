import type { FromApp } from "../messages.ts";
import { tellApp } from "./connection.ts";
import { config } from "./page.ts";
import { pickResources } from "./picker.ts";
import { beforeLeaving } from "./save-bar.ts";

type Question = Extract<FromApp, { type: "request" }>["what"];

const ANSWERS: Record<Question, () => Promise<unknown>> = {
  idToken: async () => ((await load("session-token")) as { token: string }).token,
  user: () => load("user"),
  scopes: () => load("scopes"),
  extensions: () => load("extensions"),
  leave: beforeLeaving,
};

/** Answers a question of the app; a failure is an answer too. */
export async function answer(asked: Extract<FromApp, { type: "request" | "pick" }>): Promise<void> {
  try {
    const value =
      asked.type === "pick" ? await pickResources(asked.pick) : await ANSWERS[asked.what]();
    tellApp({ type: "answer", id: asked.id, value: value ?? null, error: null });
  } catch (error) {
    tellApp({ type: "answer", id: asked.id, value: null, error: String((error as Error).message) });
  }
}

async function load(what: string): Promise<unknown> {
  const response = await fetch(`${config.adminBase}/${what}`);
  if (!response.ok) throw new Error(`The admin answered ${response.status}`);
  return response.json();
}
