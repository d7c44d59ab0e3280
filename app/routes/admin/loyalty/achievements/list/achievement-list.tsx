import { InlineStack, Link, Text } from "@shopify/polaris";

import type { Achievement } from "#app/loyalty/achievements/achievement.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import { ActivationSwitch } from "#app/ui/forms/activation-switch.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { Picture } from "#app/ui/layout/picture.tsx";
import { OnOff } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { goalInWords, reachedInWords } from "../copy.ts";
import { goalIcons } from "./goal-icons.ts";

type ListedAchievement = Pick<Achievement, "id" | "name" | "kind" | "badge" | "active"> & {
  /** Times, years, or minor units. */
  threshold: number;
  points: number;
  reached: number;
};

/** All achievements, each with its switch, and how many have it. */
export function AchievementList({ achievements }: { achievements: ListedAchievement[] }) {
  return (
    <TitledCard
      title="Achievements"
      about="Reached once, and kept. Points are for those who reach one after they were promised."
    >
      <ul className="encore-plain-list" aria-label="Achievements">
        {achievements.map((achievement) => (
          <li key={achievement.id} className="encore-row">
            <AchievementInWords achievement={achievement} />
            <InlineStack gap="200" blockAlign="center">
              <OnOff on={achievement.active} />
              <ActivationSwitch
                name={achievement.name}
                active={achievement.active}
                action={`/app/loyalty/achievements/${achievement.id}/activation`}
              />
            </InlineStack>
          </li>
        ))}
      </ul>
    </TitledCard>
  );
}

function AchievementInWords({ achievement }: { achievement: ListedAchievement }) {
  const formats = useFormats();
  const { id, name, kind, badge, threshold, points, reached } = achievement;
  const gives = points > 0 ? pointsInWords(points, formats) : "a badge alone";
  return (
    <div className="encore-row__main encore-pictured">
      <Picture icon={goalIcons[kind]} />
      <div className="encore-pictured__text">
        <Link url={`/app/loyalty/achievements/${id}`}>
          <bdi>{name}</bdi>
        </Link>{" "}
        <span aria-hidden="true">{badge}</span>
        <Text as="p">
          {goalInWords(kind, threshold, formats)} → {gives}
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {reachedInWords(reached, formats)}
        </Text>
      </div>
    </div>
  );
}
