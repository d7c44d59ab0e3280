import { personalData as audit } from "#app/audit/personal-data.server.ts";
import { personalData as bulk } from "#app/bulk/personal-data.server.ts";
import { personalData as events } from "#app/events/personal-data.server.ts";
import { personalData as ingest } from "#app/ingest/personal-data.server.ts";
import { personalData as integrations } from "#app/integrations/personal-data.server.ts";
import { personalData as loyalty } from "#app/loyalty/personal-data.server.ts";
import { personalData as orders } from "#app/orders/personal-data.server.ts";
import { personalData as segments } from "#app/segments/personal-data.server.ts";
import { personalData as storefront } from "#app/storefront/personal-data.server.ts";
import type { PersonalData } from "#app/ground/personal-data.ts";

import { personalData as customers } from "../identity/personal-data.server.ts";

/**
 * What each room holds about people, in the order in which they forget: loyalty finds visits by what orders and records still say,
 * so these two come after it.
 */
export const rooms = {
  loyalty,
  storefront,
  segments,
  events,
  integrations,
  ingest,
  audit,
  bulk,
  orders,
  customers,
} satisfies Record<string, PersonalData>;

/** Every table with a shop's rows. A shop is forgotten by deleting its rows from each of them. */
export const tablesOfAShop = Object.values(rooms).flatMap(({ tables }) => Object.keys(tables));
