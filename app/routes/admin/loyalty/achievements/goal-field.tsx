import type { AchievementKind } from "#app/loyalty/achievements/achievement.ts";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

type Props = {
  kind: AchievementKind;
  value: string;
  error: string | undefined;
  help?: string;
  onChange: (goal: string) => void;
};

/** How much of something has to be done: a number of times, or an amount of money. */
export function GoalField({ kind, ...field }: Props) {
  const { currency } = useShop();
  if (kind === "spend")
    return <FormField {...field} label={labels[kind]} typed="decimal" suffix={currency} />;
  return <FormField {...field} label={labels[kind]} typed="numeric" />;
}

const labels: Record<AchievementKind, string> = {
  orders: "How many orders",
  spend: "How much",
  reviews: "How many reviews",
  referrals: "How many friends",
  years: "How many years",
};
