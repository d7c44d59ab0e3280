import { useFetcher } from "@remix-run/react";
import {
  BlockStack,
  Button,
  ChoiceList,
  DropZone,
  InlineError,
  InlineStack,
  List,
  Text,
} from "@shopify/polaris";

import type { ImportMode } from "#app/loyalty/imports/file-cells.ts";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { useState } from "react";

import { type UploadProblem, uploadProblemInWords } from "../copy.ts";

const modes: { value: ImportMode; label: string; helpText: string }[] = [
  {
    value: "add",
    label: "Add to balances",
    helpText:
      "Points below zero are taken away. If somebody appears in several rows, each row counts.",
  },
  {
    value: "set",
    label: "Set balances to",
    helpText:
      "Afterwards they have exactly so many points to spend. If somebody appears in several rows, these are left out.",
  },
];

/** Takes a file of points, to be tried before anything is given. */
export function UploadPoints() {
  const { submit, data, state } = useFetcher<{ problem: UploadProblem }>();
  const [file, setFile] = useState<File | null>(null);
  const [mode, setMode] = useState<ImportMode>("add");
  const upload = () => {
    const form = new FormData();
    if (file) form.set("file", file);
    form.set("mode", mode);
    submit(form, { method: "post", encType: "multipart/form-data" });
  };
  return (
    <div className="encore-measure">
      <TitledCard title="Import points">
        <List>
          <List.Item>
            A CSV file whose first line names its columns: <b>email</b>, <b>customer id</b> or{" "}
            <b>phone</b>; <b>points</b>; and if you like <b>birthday</b>, <b>tier</b> with{" "}
            <b>tier until</b>, and <b>note</b>, which your customers will see.
          </List.Item>
          <List.Item>
            A birthday is set only where your customer has told none. A tier is one of your tiers by
            its name: your customer is in it, or in a higher one, until its last day.
          </List.Item>
          <List.Item>
            First you see what would happen. Nothing is imported until you say so.
          </List.Item>
        </List>
        <ChoiceList
          title="What to do with the points"
          choices={modes}
          selected={[mode]}
          onChange={([chosen]) => setMode(chosen as ImportMode)}
        />
        <DropZone
          label="CSV file of points"
          labelHidden
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          type="file"
          allowMultiple={false}
          variableHeight
          onDrop={(_all, accepted) => setFile(accepted[0] ?? null)}
        >
          {file ? (
            <BlockStack inlineAlign="center">
              <div className="encore-chosen-file">
                <Text as="p" breakWord>
                  {file.name}
                </Text>
              </div>
            </BlockStack>
          ) : (
            <DropZone.FileUpload actionTitle="Choose a file" actionHint="or drop it here" />
          )}
        </DropZone>
        {data && state === "idle" && (
          <div role="alert">
            <InlineError message={uploadProblemInWords(data.problem)} fieldID="file" />
          </div>
        )}
        <InlineStack>
          <Button variant="primary" disabled={!file} loading={state !== "idle"} onClick={upload}>
            Check the file
          </Button>
        </InlineStack>
      </TitledCard>
    </div>
  );
}
