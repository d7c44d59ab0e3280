import { BlockStack, Button, Text } from "@shopify/polaris";

import type { HistoryImport } from "#app/ui/copy/history-import.ts";
import { HistoryImportStatus } from "#app/ui/layout/history-import.tsx";

import { SetupGuide } from "./setup-guide.tsx";
import { ThemeBlockStep, useThemeBlockStatus } from "./theme-block-step.tsx";

type Props = {
  history: HistoryImport | null;
  ruleReviewed: boolean;
  launched: boolean;
  themeEditorUrl: string;
};

/** Encore's first steps and how each stands. */
export function HomeSetup({ history, ruleReviewed, launched, themeEditorUrl }: Props) {
  const themeBlock = useThemeBlockStatus();
  return (
    <SetupGuide
      steps={[
        {
          id: "history",
          title: "Import your order history",
          done: history?.state === "done",
          content: <HistoryImportStatus job={history} />,
        },
        {
          id: "rule",
          title: "Choose how customers earn points",
          done: ruleReviewed,
          content: <RuleStep reviewed={ruleReviewed} />,
        },
        {
          id: "theme",
          title: "Show shoppers their points",
          done: themeBlock === "added",
          content: <ThemeBlockStep status={themeBlock} editorUrl={themeEditorUrl} />,
        },
        {
          id: "launch",
          title: "Launch your loyalty program",
          done: launched,
          content: <LaunchStep launched={launched} />,
        },
      ]}
    />
  );
}

function RuleStep({ reviewed }: { reviewed: boolean }) {
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Text as="p">
        {reviewed
          ? "You can change your rule whenever you like; orders keep the rule that they were placed under."
          : "Encore suggests a rule that fits your currency and your own orders. See whether it suits your shop, and save or keep it."}
      </Text>
      <Button url="/app/loyalty" {...(!reviewed && { variant: "primary" })}>
        {reviewed ? "See the rule" : "Look at the rule"}
      </Button>
    </BlockStack>
  );
}

function LaunchStep({ launched }: { launched: boolean }) {
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Text as="p">
        {launched
          ? "Your program was launched. You can pause it whenever you need to."
          : "Until you launch, nothing is earned and shoppers see nothing. See first what launching would do: how many customers start with how many points, and what you would owe."}
      </Text>
      <Button url="/app/loyalty/launch" {...(!launched && { variant: "primary" })}>
        {launched ? "See your program" : "See what launching would do"}
      </Button>
    </BlockStack>
  );
}
