import { useFetcher } from "@remix-run/react";
import {
  BlockStack,
  Box,
  Button,
  Card,
  Collapsible,
  Divider,
  Icon,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { CheckCircleIcon, ChevronDownIcon, ChevronUpIcon, XIcon } from "@shopify/polaris-icons";
import { Fragment, type ReactNode, useId, useState } from "react";

export type SetupStep = {
  id: string;
  title: string;
  done: boolean;
  /** What to do, and what it is good for. */
  content: ReactNode;
};

/** The few things to do once, each marked as done when it really is. */
export function SetupGuide({ steps }: { steps: SetupStep[] }) {
  const dismissal = useFetcher();
  const progressLabel = useId();
  const done = steps.filter((step) => step.done).length;
  const [openId, setOpenId] = useState(steps.find((step) => !step.done)?.id ?? null);
  if (dismissal.state !== "idle") return null;

  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" wrap={false}>
            <Text as="h2" variant="headingMd">
              {done === steps.length ? "Encore is set up" : "Set up Encore"}
            </Text>
            <dismissal.Form method="post" action="/app/setup-guide/dismissal">
              <Button
                submit
                variant="tertiary"
                icon={XIcon}
                accessibilityLabel="Close the setup guide"
              />
            </dismissal.Form>
          </InlineStack>
          <InlineStack gap="300" blockAlign="center" wrap={false}>
            <Box minWidth="max-content">
              <Text as="p" id={progressLabel} tone="subdued">
                {done} of {steps.length} done
              </Text>
            </Box>
            <ProgressBar
              progress={Math.round((100 * done) / steps.length)}
              size="small"
              tone="primary"
              animated={false}
              ariaLabelledBy={progressLabel}
            />
          </InlineStack>
        </BlockStack>
      </Box>
      {steps.map((step) => (
        <Fragment key={step.id}>
          <Divider />
          <Step
            step={step}
            open={step.id === openId}
            onToggle={() => setOpenId(step.id === openId ? null : step.id)}
          />
        </Fragment>
      ))}
    </Card>
  );
}

type StepProps = { step: SetupStep; open: boolean; onToggle: () => void };

function Step({ step, open, onToggle }: StepProps) {
  const contentId = useId();
  return (
    <div className="encore-step">
      <h3>
        <button
          type="button"
          className="encore-step__toggle"
          aria-expanded={open}
          aria-controls={contentId}
          onClick={onToggle}
        >
          <StepMark done={step.done} />
          <Text as="span" variant="headingSm">
            {step.title}
          </Text>
          <span className="encore-step__arrow">
            <Icon source={open ? ChevronUpIcon : ChevronDownIcon} tone="subdued" />
          </span>
        </button>
      </h3>
      <Collapsible id={contentId} open={open} transition={{ duration: "150ms" }}>
        <div className="encore-step__content">{step.content}</div>
      </Collapsible>
    </div>
  );
}

function StepMark({ done }: { done: boolean }) {
  return (
    <span className="encore-step__mark" role="img" aria-label={done ? "Done" : "Not done yet"}>
      {done ? (
        <Icon source={CheckCircleIcon} tone="success" />
      ) : (
        <span className="encore-step__circle" />
      )}
    </span>
  );
}
