import { BlockStack, Button, Text } from "@shopify/polaris";

import type { HistoryImport } from "#app/ui/copy/history-import.ts";
import { HistoryImportStatus } from "#app/ui/layout/history-import.tsx";

import { SetupGuide } from "./setup-guide.tsx";
import { ThemeBlockStep, useThemeBlockStatus } from "./theme-block-step.tsx";

type Props = { history: HistoryImport | null; ruleReviewed: boolean; themeEditorUrl: string };

/** Encore's three first steps and how each stands. */
export function HomeSetup({ history, ruleReviewed, themeEditorUrl }: Props) {
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
      ]}
    />
  );
}

function RuleStep({ reviewed }: { reviewed: boolean }) {
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Text as="p">
        {reviewed
          ? "Your rule is in force for every new order. You can change it whenever you like; orders keep the rule that they were placed under."
          : "To begin with, every whole unit of your currency earns one point. See whether that suits your shop, and save your rule."}
      </Text>
      <Button url="/app/loyalty" {...(!reviewed && { variant: "primary" })}>
        {reviewed ? "See the rule" : "Look at the rule"}
      </Button>
    </BlockStack>
  );
}
