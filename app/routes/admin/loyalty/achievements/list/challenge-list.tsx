import { BlockStack, Button, InlineStack, Link, Text } from "@shopify/polaris";
import { TargetIcon } from "@shopify/polaris-icons";

import type { ChallengeKind, Phase } from "#app/loyalty/achievements/achievement.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import { ActivationSwitch } from "#app/ui/forms/activation-switch.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { Picture } from "#app/ui/layout/picture.tsx";
import { OnOff, StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Day } from "#app/ui/layout/when.tsx";

import { goalInWords, phaseWords } from "../copy.ts";
import { goalIcons } from "./goal-icons.ts";

export type ListedChallenge = {
  id: string;
  name: string;
  phase: Phase;
  active: boolean;
  kind: ChallengeKind;
  /** Times, or minor units. */
  target: number;
  points: number;
  startsAt: string;
  /** The last moment that is part of it. */
  lastAt: string;
  joined: number;
  completed: number;
};

const NEW = "/app/loyalty/achievements/challenges/new";
const phases: readonly Phase[] = ["running", "upcoming", "over"];

/** All challenges by where they stand, each with how many take part. */
export function ChallengeList({ challenges }: { challenges: ListedChallenge[] }) {
  return (
    <TitledCard title="Challenges">
      {challenges.length === 0 && (
        <EmptyNote
          icon={TargetIcon}
          heading="No challenges yet"
          action={<Button url={NEW}>Add a challenge</Button>}
        >
          A challenge asks for something within some days: two orders in December, a review this
          week. Whoever does it gets points.
        </EmptyNote>
      )}
      {phases.map((phase) => (
        <Standing
          key={phase}
          phase={phase}
          challenges={challenges.filter((challenge) => challenge.phase === phase)}
        />
      ))}
    </TitledCard>
  );
}

function Standing({ phase, challenges }: { phase: Phase; challenges: ListedChallenge[] }) {
  if (challenges.length === 0) return null;
  const { heading } = phaseWords[phase];
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {heading}
      </Text>
      <ul className="encore-plain-list" aria-label={`Challenges: ${heading}`}>
        {challenges.map((challenge) => (
          <li key={challenge.id} className="encore-row">
            <ChallengeInWords challenge={challenge} />
            <InlineStack gap="200" blockAlign="center">
              <State challenge={challenge} />
              {phase !== "over" && (
                <ActivationSwitch
                  name={challenge.name}
                  active={challenge.active}
                  action={`/app/loyalty/achievements/challenges/${challenge.id}/activation`}
                />
              )}
            </InlineStack>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}

function State({ challenge: { phase, active } }: { challenge: ListedChallenge }) {
  if (!active) return <OnOff on={false} />;
  const { badge, status } = phaseWords[phase];
  return <StatusBadge status={status}>{badge}</StatusBadge>;
}

function ChallengeInWords({ challenge }: { challenge: ListedChallenge }) {
  const formats = useFormats();
  const { id, name, phase, kind, target, points, startsAt, lastAt } = challenge;
  const { joined, completed } = challenge;
  const isOneDay = formats.date(startsAt) === formats.date(lastAt);
  return (
    <div className="encore-row__main encore-pictured">
      <Picture icon={goalIcons[kind]} />
      <div className="encore-pictured__text">
        {phase === "over" ? (
          <bdi>{name}</bdi>
        ) : (
          <Link url={`/app/loyalty/achievements/challenges/${id}`}>
            <bdi>{name}</bdi>
          </Link>
        )}
        <Text as="p">
          {goalInWords(kind, target, formats)} → {pointsInWords(points, formats)}
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          <Day at={startsAt} />
          {!isOneDay && (
            <>
              {" "}
              to <Day at={lastAt} />
            </>
          )}{" "}
          · {formats.number(joined)} joined, {formats.number(completed)} completed
        </Text>
      </div>
    </div>
  );
}
