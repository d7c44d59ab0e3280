import { useFetcher } from "@remix-run/react";
import {
  BlockStack,
  Button,
  DropZone,
  InlineError,
  InlineStack,
  List,
  Text,
} from "@shopify/polaris";

import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { useState } from "react";

import { fileProblemInWords, type UploadProblem } from "../copy.ts";

/** Takes a file of points, to be tried before anything is given. */
export function UploadPoints() {
  const { submit, data, state } = useFetcher<{ problem: UploadProblem }>();
  const [file, setFile] = useState<File | null>(null);
  const upload = () => {
    const form = new FormData();
    if (file) form.set("file", file);
    submit(form, { method: "post", encType: "multipart/form-data" });
  };
  return (
    <TitledCard title="Import points">
      <List>
        <List.Item>
          A CSV file whose first line names its columns: <b>email</b> or <b>customer id</b>,{" "}
          <b>points</b>, and if you like <b>note</b>, which your customers will see.
        </List.Item>
        <List.Item>Points below zero are taken away.</List.Item>
        <List.Item>
          First you see what would happen. Nothing is imported until you say so.
        </List.Item>
      </List>
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
          <InlineError message={fileProblemInWords(data.problem)} fieldID="file" />
        </div>
      )}
      <InlineStack>
        <Button variant="primary" disabled={!file} loading={state !== "idle"} onClick={upload}>
          Check the file
        </Button>
      </InlineStack>
    </TitledCard>
  );
}
