import { writeFileSync } from "node:fs";

import { openApiDocument } from "#app/integrations/api/openapi.ts";

// `npm run openapi`: writes what the API says of itself. A test compares the two.
writeFileSync(
  "app/integrations/api/openapi.json",
  `${JSON.stringify(openApiDocument(), null, 2)}\n`,
);
