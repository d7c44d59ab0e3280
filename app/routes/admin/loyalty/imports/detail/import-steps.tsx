import { BlockStack, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";

import type { ListedImport } from "#app/loyalty/imports/imports-list.server.ts";
import { ActionButton } from "#app/ui/forms/action-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";

import { ConfirmAction } from "../../confirm-action.tsx";

/** What a file would do, does or did, and what can be done about it now. */
export function ImportSteps({ file }: { file: ListedImport }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p" variant="bodyLg">
          <Told file={file} />
        </Text>
        <UnderWay file={file} />
        {file.state === "tried" && <Decide file={file} />}
        {file.state === "applied" && <TakeBack file={file} label="Reverse import" />}
        {file.state === "reversed" && file.problems > 0 && (
          <TakeBack file={file} label="Retry failed rows" />
        )}
      </BlockStack>
    </Card>
  );
}

function Told({ file }: { file: ListedImport }) {
  const { number, signed } = useFormats();
  const good = file.rows - file.problems;
  const rows = `${number(good)} ${good === 1 ? "row" : "rows"}`;
  const points = `${signed(file.points)} points in all`;
  const left = file.problems > 0 ? ` ${number(file.problems)} cannot be used.` : "";
  const told: Record<string, string> = {
    tried: `${rows} can be imported: ${points}.${left}`,
    applying: "The points are being imported. You can leave this page.",
    applied: `${rows} ${good === 1 ? "was" : "were"} imported.${left}`,
    reversing: "The import is being reversed. You can leave this page.",
    reversed: `This import was reversed. What was spent meanwhile is owed, as with a returned order.`,
  };
  return told[file.state] ?? "";
}

function UnderWay({ file }: { file: ListedImport }) {
  if (!["applying", "reversing"].includes(file.state)) return null;
  const percent = Math.floor((100 * file.linesDone) / Math.max(1, file.rows));
  return (
    <div role="status">
      <span className="encore-visually-hidden">{`${percent} per cent done`}</span>
      <div aria-hidden="true">
        <ProgressBar progress={percent} size="small" />
      </div>
    </div>
  );
}

function Decide({ file }: { file: ListedImport }) {
  return (
    <InlineStack gap="200">
      {file.rows > file.problems && (
        <ActionButton variant="primary" action={`/app/loyalty/imports/${file.id}/application`}>
          Import points
        </ActionButton>
      )}
      <ActionButton action={`/app/loyalty/imports/${file.id}/discard`}>Discard</ActionButton>
    </InlineStack>
  );
}

function TakeBack({ file, label }: { file: ListedImport; label: string }) {
  return (
    <InlineStack>
      <ConfirmAction
        label={label}
        variant="secondary"
        title="Reverse this import?"
        confirm="Reverse import"
        method="post"
        action={`/app/loyalty/imports/${file.id}/reversal`}
      >
        Everybody loses the points that it gave them, and gets back those that it took. Whoever has
        spent the points already owes them, if your program says so.
      </ConfirmAction>
    </InlineStack>
  );
}
