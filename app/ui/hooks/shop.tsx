import { createContext, type ReactNode, useContext, useMemo } from "react";

import type { Settling } from "#app/analytics/settling.server.ts";

import { type Formats, formatsFor } from "../format/formats.ts";

/** What every page of the admin knows about the shop that it is in. `now` is the ISO time of the last load. */
export type ShopFrame = {
  domain: string;
  currency: string;
  timezone: string;
  now: string;
  /** Whether sums are final, and else what moves them. */
  settling: Settling;
};

const ShopContext = createContext<{ shop: ShopFrame; formats: Formats } | null>(null);

/** Makes the shop, and how it writes money and moments, known to everything below. */
export function ShopProvider({ shop, children }: { shop: ShopFrame; children: ReactNode }) {
  const { currency, timezone, now } = shop;
  const formats = useMemo(() => formatsFor({ currency, timezone, now }), [currency, timezone, now]);
  return <ShopContext.Provider value={{ shop, formats }}>{children}</ShopContext.Provider>;
}

export function useShop(): ShopFrame {
  return useShopContext().shop;
}

export function useFormats(): Formats {
  return useShopContext().formats;
}

function useShopContext() {
  const context = useContext(ShopContext);
  if (!context) throw new Error("Only pages of the admin know their shop");
  return context;
}
