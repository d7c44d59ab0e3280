import type { IconSource } from "@shopify/polaris";
import {
  CalendarIcon,
  CashDollarIcon,
  OrderIcon,
  PersonAddIcon,
  StarIcon,
} from "@shopify/polaris-icons";

import type { AchievementKind } from "#app/loyalty/achievements/achievement.ts";

/** What stands for each kind of goal. */
export const goalIcons: Record<AchievementKind, IconSource> = {
  orders: OrderIcon,
  spend: CashDollarIcon,
  reviews: StarIcon,
  years: CalendarIcon,
  referrals: PersonAddIcon,
};
