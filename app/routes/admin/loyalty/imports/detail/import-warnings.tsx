import { Banner, BlockStack, List, Text } from "@shopify/polaris";

import { warningsOf } from "#app/loyalty/imports/import-copy.ts";
import type { ImportTrial, RepeatedPerson } from "#app/loyalty/imports/import-trial.server.ts";
import type { ListedImport } from "#app/loyalty/imports/imports-list.server.ts";
import { actorInWords } from "#app/ui/copy/audit.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";

type Props = { file: ListedImport; trial: ImportTrial };

/** What a merchant has to know of a file before it is imported. */
export function ImportWarnings({ file, trial }: Props) {
  const { number, dateTime } = useFormats();
  const warnings = warningsOf(trial, file.mode, { number, dateTime, actor: actorInWords });
  if (warnings.length === 0) return null;
  const { people, first } = trial.repeated;
  return (
    <Banner tone="warning" title="Before you import">
      <BlockStack gap="200">
        {warnings.map(({ code, says }) => (
          <BlockStack key={code} gap="100">
            <Text as="p">{says}</Text>
            {code === "repeated_people" && (
              <List>
                {first.map((person) => (
                  <Repeated key={person.id} person={person} />
                ))}
                {people > first.length && (
                  <List.Item>{`and ${number(people - first.length)} more`}</List.Item>
                )}
              </List>
            )}
          </BlockStack>
        ))}
      </BlockStack>
    </Banner>
  );
}

function Repeated({ person: { id, name, email, rows } }: { person: RepeatedPerson }) {
  const { number } = useFormats();
  return (
    <List.Item>
      <PersonLink id={id} name={name} email={email} />
      {`: rows ${rows.map(number).join(", ")}`}
    </List.Item>
  );
}
