import { BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";

import { limitInWords, pointsInWords } from "#app/ui/copy/rewards.ts";
import { ActivationSwitch } from "#app/ui/forms/activation-switch.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { OnOff } from "#app/ui/layout/status-badge.tsx";

import type { ActionValues } from "../action-form.schema.ts";
import { actionWords } from "../copy.ts";

export type ListedAction = ActionValues & {
  id: string;
  /** Something that it needs is not set yet, so that it cannot be switched on. */
  unfinished: boolean;
};

/** All earning actions, each with its switch. */
export function ActionList({ earningActions }: { earningActions: ListedAction[] }) {
  return (
    <Card>
      <ul className="encore-plain-list" aria-label="Earning actions">
        {earningActions.map((earningAction) => (
          <li key={earningAction.id} className="encore-row">
            <ActionInWords earningAction={earningAction} />
            <InlineStack gap="200" blockAlign="center">
              <OnOff on={earningAction.active} />
              <Switch earningAction={earningAction} />
            </InlineStack>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ActionInWords({ earningAction }: { earningAction: ListedAction }) {
  const formats = useFormats();
  const { id, kind, name, points, photoPoints, limitCount, limitPeriod } = earningAction;
  const pays = [
    pointsInWords(points, formats),
    kind === "review" && `${formats.number(Number(photoPoints))} with a photo`,
    limitCount !== "" && limitInWords(Number(limitCount), limitPeriod),
  ];
  return (
    <div className="encore-row__main">
      <BlockStack gap="050">
        <Link url={`/app/loyalty/earning-actions/${id}`}>{name}</Link>
        <Text as="p">{pays.filter((words) => words !== false).join(" · ")}</Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {actionWords[kind].title}
        </Text>
      </BlockStack>
    </div>
  );
}

function Switch({ earningAction }: { earningAction: ListedAction }) {
  const { id, name, active, unfinished } = earningAction;
  const address = `/app/loyalty/earning-actions/${id}`;
  if (unfinished)
    return (
      <Button url={address} accessibilityLabel={`Set up: ${name}`}>
        Set up
      </Button>
    );
  return <ActivationSwitch name={name} active={active} action={`${address}/activation`} />;
}
