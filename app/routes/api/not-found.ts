import { problem } from "#app/integrations/api/problem.ts";

import { problemAnswer } from "./current-caller.server.ts";

/** GET of any other address of the API. */
export function loader() {
  return nowhere();
}

/** POST to any other address of the API. */
export function action() {
  return nowhere();
}

function nowhere(): Response {
  return problemAnswer(problem(404, "address_not_found"));
}
