import { type LoyaltyProgram, Prisma } from "#prisma/generated/client/client.ts";

import type { Expiry, NearReward } from "./expiry.ts";
import type {
  PointName,
  Program,
  ProgramSettings,
  ShortfallPolicy,
  SpentReturn,
} from "./program.ts";
import {
  type Combination,
  type CustomRefunds,
  type GiftCards,
  type GuestPoints,
  multiplierAsText,
  type MultiplierAsText,
  multiplierOf,
  type OrderCap,
  type Rounding,
} from "./earning-rule.ts";

/** What of the settings stands in which column. */
export function columnsOf(settings: ProgramSettings) {
  return {
    active: settings.active,
    pointsPerUnit: settings.pointsPerUnit,
    unitMinor: settings.unitMinor,
    rounding: settings.rounding,
    includeTax: settings.includeTax,
    includeDiscounted: settings.includeDiscounted,
    includeShipping: settings.includeShipping,
    giftCards: settings.giftCards,
    excludedProductIds: [...settings.excludedProductIds],
    excludedCollectionIds: [...settings.excludedCollectionIds],
    multipliers: settings.multipliers.map(multiplierAsText),
    combination: settings.combination,
    pendingDays: settings.pendingDays,
    guestPoints: settings.guestPoints,
    orderCap: settings.orderCap ?? Prisma.DbNull,
    customRefunds: settings.customRefunds,
    shortfall: settings.shortfall,
    debtLimit: settings.debtLimit,
    earnsFrom: settings.earnsFrom,
    expiry: settings.expiry,
    nearReward: settings.nearReward ?? Prisma.DbNull,
    spentReturn: settings.spentReturn,
    pointName: settings.pointName,
  };
}

/** The program that a row is. */
export function programOf(row: LoyaltyProgram): Program {
  return {
    version: row.version,
    active: row.active,
    pointsPerUnit: row.pointsPerUnit,
    unitMinor: row.unitMinor,
    rounding: row.rounding as Rounding,
    includeTax: row.includeTax,
    includeDiscounted: row.includeDiscounted,
    includeShipping: row.includeShipping,
    giftCards: row.giftCards as GiftCards,
    excludedProductIds: row.excludedProductIds,
    excludedCollectionIds: row.excludedCollectionIds,
    multipliers: (row.multipliers as unknown as MultiplierAsText[]).map(multiplierOf),
    combination: row.combination as Combination,
    pendingDays: row.pendingDays,
    guestPoints: row.guestPoints as GuestPoints,
    orderCap: row.orderCap as unknown as OrderCap | null,
    customRefunds: row.customRefunds as CustomRefunds,
    earnsFrom: row.earnsFrom,
    shortfall: row.shortfall as ShortfallPolicy["shortfall"],
    debtLimit: row.debtLimit,
    expiry: row.expiry as unknown as Expiry,
    expirySince: row.expirySince,
    nearReward: row.nearReward as unknown as NearReward | null,
    spentReturn: row.spentReturn as SpentReturn,
    pointName: row.pointName as unknown as PointName,
  };
}
