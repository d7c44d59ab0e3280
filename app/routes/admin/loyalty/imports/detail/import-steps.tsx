import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";

import { fileProblemInWords } from "#app/loyalty/imports/import-copy.ts";
import type { ImportTrial } from "#app/loyalty/imports/import-trial.server.ts";
import type { ListedImport } from "#app/loyalty/imports/imports-list.server.ts";
import type { FileProblem } from "#app/loyalty/imports/points-file.ts";
import { ActionButton } from "#app/ui/forms/action-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { Facts } from "#app/ui/layout/facts.tsx";
import { WorkProgress } from "#app/ui/layout/work-progress.tsx";

import { ConfirmAction } from "../../confirm-action.tsx";
import { confirmationOf, workOn } from "../copy.ts";

type Props = { file: ListedImport; trial: ImportTrial | null };
type TrialProps = { file: ListedImport; trial: ImportTrial };

/** What a file would do, does or did, and what can be done about it now. */
export function ImportSteps({ file, trial }: Props) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p" variant="bodyLg">
          <Told file={file} trial={trial} />
        </Text>
        <UnderWay file={file} />
        {trial && <Totals file={file} trial={trial} />}
        {trial && <Decide file={file} trial={trial} />}
        {["checking", "unreadable"].includes(file.state) && (
          <InlineStack>
            <Discard file={file} />
          </InlineStack>
        )}
        {file.state === "applied" && <TakeBack file={file} label="Reverse import" />}
        {file.state === "reversed" && file.problems > 0 && (
          <TakeBack file={file} label="Retry failed rows" />
        )}
      </BlockStack>
    </Card>
  );
}

function Told({ file, trial }: Props) {
  const { number, signed } = useFormats();
  const good = file.rows - file.problems;
  const rows = `${number(good)} ${good === 1 ? "row" : "rows"}`;
  const points =
    file.mode === "set" && trial
      ? `${number(trial.balances)} points in all, a change of ${signed(file.points)}`
      : `${signed(file.points)} points in all`;
  const left = file.problems > 0 ? ` ${number(file.problems)} cannot be used.` : "";
  const told: Record<string, string> = {
    checking: "The file is being checked. You can leave this page; nothing is imported yet.",
    unreadable: fileProblemInWords(file.fileProblem as FileProblem),
    tried: `${rows} can be imported: ${points}.${left}`,
    applying: "The points are being imported. You can leave this page.",
    applied: `${rows} ${good === 1 ? "was" : "were"} imported. The points come to ${signed(file.points)} in all.${left}`,
    reversing: "The import is being reversed. You can leave this page.",
    reversed: `This import was reversed. What was spent meanwhile is owed, as with a returned order.`,
  };
  return told[file.state] ?? "";
}

/** What it comes to, in numbers. */
function Totals({ file, trial }: TrialProps) {
  const { number, signed, money } = useFormats();
  const { value } = trial;
  const worth = `${number(value.points)} points are worth ${money(value.minor)}`;
  const sign = { "-1": "−", "0": "", "1": "+" }[Math.sign(file.points)] ?? "";
  return (
    <Facts
      wrap
      facts={[
        { label: "People", value: number(trial.people) },
        file.mode === "set"
          ? { label: "Balances set to, in all", value: number(trial.balances) }
          : null,
        {
          label: file.mode === "set" ? "Change" : "Points in all",
          value: signed(file.points),
        },
        {
          label: "Points liability",
          value: `${sign}${money(trial.worthMinor)} (${worth})`,
        },
        trial.birthdays > 0 ? { label: "Birthdays", value: number(trial.birthdays) } : null,
        trial.tiers > 0 ? { label: "Tiers", value: number(trial.tiers) } : null,
        { label: "Rows left out", value: number(file.problems) },
      ]}
    />
  );
}

function UnderWay({ file }: { file: ListedImport }) {
  const { number } = useFormats();
  const name = workOn(file.state);
  if (name === null) return null;
  // Lines that are empty count as done, and are no rows: all is done only when the state says so.
  const done = Math.min(file.linesDone, Math.max(0, file.rows - 1));
  return (
    <WorkProgress work={{ done, total: file.rows, since: file.workingSince }} name={name}>
      {`${number(done)} of ${number(file.rows)} ${file.state === "checking" ? "lines" : "rows"}`}
    </WorkProgress>
  );
}

function Decide({ file, trial }: TrialProps) {
  const formats = useFormats();
  return (
    <InlineStack gap="200">
      {file.rows > file.problems && (
        <ConfirmAction
          label="Import points"
          variant="primary"
          tone="success"
          title={file.mode === "set" ? "Set these balances?" : "Import these points?"}
          method="post"
          action={`/app/loyalty/imports/${file.id}/application`}
        >
          {confirmationOf(file, trial, formats)}
        </ConfirmAction>
      )}
      <Discard file={file} />
    </InlineStack>
  );
}

function Discard({ file }: { file: ListedImport }) {
  return <ActionButton action={`/app/loyalty/imports/${file.id}/discard`}>Discard</ActionButton>;
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
        spent the points already owes them, if your program says so. Birthdays that it set are taken
        out again, unless somebody changed theirs since.
      </ConfirmAction>
    </InlineStack>
  );
}
