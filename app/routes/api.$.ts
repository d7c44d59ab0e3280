import { problemAnswer } from "#app/current-caller.server.ts";
import { problem } from "#app/integrations/problem.ts";

/** Any other address of the API. */
export function loader() {
  return problemAnswer(problem(404, "address_not_found"));
}

export const action = loader;
