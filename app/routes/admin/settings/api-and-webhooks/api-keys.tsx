import type { SerializeFrom } from "@remix-run/node";
import { BlockStack, Button, FormLayout, InlineStack, Link, Text } from "@shopify/polaris";

import type { ApiAccess } from "#app/integrations/api/api-access.ts";
import type { ListedKey } from "#app/integrations/api/api-keys.server.ts";
import { ConfirmButton } from "#app/ui/forms/confirm-button.tsx";
import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf } from "#app/ui/forms/form-fields.schema.ts";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { When } from "#app/ui/layout/when.tsx";

import { SecretOnce } from "./secret-once.tsx";
import { useIntegration, useTyped } from "./use-integration.tsx";

type Key = SerializeFrom<ListedKey>;

const accesses: Record<ApiAccess, string> = {
  read: "Read",
  write: "Read and write",
};

const EMPTY = { name: "", access: "read" } as const;

/** The keys by which other systems ask Encore, and the way to make one. */
export function ApiKeys({ keys }: { keys: Key[] }) {
  return (
    <TitledCard
      title="API keys"
      about={
        <>
          With an API key, your other systems can look up points and rewards, or give them.{" "}
          <Link url="/api/loyalty/openapi.json" target="_blank">
            API reference (OpenAPI)
          </Link>
        </>
      }
      gap="400"
    >
      {keys.length > 0 && (
        <ul className="encore-plain-list" aria-label="API keys">
          {keys.map((key) => (
            <li key={key.id}>
              <KeyRow apiKey={key} />
            </li>
          ))}
        </ul>
      )}
      <NewKey />
    </TitledCard>
  );
}

function KeyRow({
  apiKey: { id, name, hint, access, createdAt, lastUsedAt, revokedAt },
}: {
  apiKey: Key;
}) {
  const { ask, waiting } = useIntegration("API key revoked");
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <BlockStack gap="050">
        <Text as="p" fontWeight="medium" breakWord>
          <bdi>{name}</bdi> …{hint}
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {accesses[access]}. Created <When at={createdAt} />.{" "}
          {lastUsedAt ? (
            <>
              Last used <When at={lastUsedAt} />.
            </>
          ) : (
            "Never used."
          )}
        </Text>
      </BlockStack>
      {revokedAt ? (
        <StatusBadge status="over">Revoked</StatusBadge>
      ) : (
        <ConfirmButton
          label="Revoke"
          about={`Revoke the key ${name}`}
          title="Revoke this API key?"
          confirm="Revoke key"
          loading={waiting}
          onConfirm={() => ask(`keys/${id}/revocation`)}
        >
          Whatever uses it is let in no more, at once and for good. You can create another key any
          time.
        </ConfirmButton>
      )}
    </InlineStack>
  );
}

function NewKey() {
  const { ask, waiting, errors, secret } = useIntegration("API key created");
  const [typed, change] = useTyped<{ name: string; access: ApiAccess }>(EMPTY, secret);
  const field = fieldsOf({ values: typed, errors, onChange: change });
  return (
    <BlockStack gap="300">
      {secret && <SecretOnce title="Copy the new API key" label="New API key" secret={secret} />}
      <div className="encore-measure">
        <FormLayout>
          <FormLayout.Group condensed>
            <FormField label="Name" {...field("name")} />
            <FormChoice label="Access" choices={accesses} {...field("access")} />
          </FormLayout.Group>
          <InlineStack>
            <Button loading={waiting} onClick={() => ask("keys", typed)}>
              Create API key
            </Button>
          </InlineStack>
        </FormLayout>
      </div>
    </BlockStack>
  );
}
