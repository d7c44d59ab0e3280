import { openApiDocument } from "#app/integrations/api/openapi.ts";

/** GET: what the API can do, as OpenAPI 3.1. Anybody may read it. */
export function loader() {
  return Response.json(openApiDocument(), { headers: { "cache-control": "public, max-age=3600" } });
}
