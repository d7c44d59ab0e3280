import type { ActionFunctionArgs } from "@remix-run/node";

import { formAnswerLiquid } from "#app/storefront/form-answer/form-answer.ts";

type Action = (args: ActionFunctionArgs) => Promise<Response>;

/**
 * An action for scripts and for forms alike. Whoever has no script sends a form, and is shown a page of the shop that says what
 * the JSON says.
 */
export function forForms(action: Action): Action {
  return async (args) => {
    const { request } = args;
    if (!isForm(request)) return action(args);
    const fields = await fieldsOf(request.clone());
    const reply = await answered(action, args);
    const answer = (await reply.json()) as object;
    return new Response(formAnswerLiquid({ answer, from: pathOf(fields["from"]), fields }), {
      status: reply.status,
      headers: { "content-type": "application/liquid", "cache-control": "no-store" },
    });
  };
}

/** Whether a page's form sent this, and no script. */
export function isForm(request: Request): boolean {
  const type = request.headers.get("content-type") ?? "";
  return type.startsWith("application/x-www-form-urlencoded");
}

/** What a form says, each name once. */
export async function fieldsOf(request: Request): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await request.text()));
}

/** What is refused is thrown, and said all the same. */
async function answered(action: Action, args: ActionFunctionArgs): Promise<Response> {
  try {
    return await action(args);
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}

/** A path of the shop itself; anybody could write another address into a form. */
function pathOf(from: string | undefined): string | null {
  return from !== undefined && /^\/(?![/\\])[\w\-./~%]{0,500}$/.test(from) ? from : null;
}
