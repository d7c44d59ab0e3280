import {
  Badge,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Link,
  Select,
  Text,
} from "@shopify/polaris";
import { useState } from "react";

import type { ApiAccess } from "#app/integrations/api/api-access.ts";
import type { ListedKey } from "#app/integrations/api/api-keys.server.ts";
import { ConfirmButton } from "#app/ui/forms/confirm-button.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { When } from "#app/ui/layout/when.tsx";

import { SecretOnce } from "./secret-once.tsx";
import { useIntegration } from "./use-integration.tsx";

type Moments = "createdAt" | "lastUsedAt" | "revokedAt";
type Key = Omit<ListedKey, Moments> & {
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
};

const accesses: Record<ApiAccess, string> = {
  read: "Only look",
  write: "Look, and change things",
};

/** The keys by which other systems ask Encore, and the way to make one. */
export function ApiKeys({ keys }: { keys: Key[] }) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Keys
          </Text>
          <Text as="p" tone="subdued">
            With a key, another system can look up points and rewards, or give them.{" "}
            <Link url="/api/loyalty/openapi.json" target="_blank">
              What it can ask, for developers
            </Link>
          </Text>
        </BlockStack>
        {keys.length > 0 && (
          <ul className="encore-plain-list" aria-label="Keys">
            {keys.map((key) => (
              <li key={key.id}>
                <KeyRow apiKey={key} />
              </li>
            ))}
          </ul>
        )}
        <NewKey />
      </BlockStack>
    </Card>
  );
}

function KeyRow({
  apiKey: { id, name, hint, access, createdAt, lastUsedAt, revokedAt },
}: {
  apiKey: Key;
}) {
  const { ask, waiting } = useIntegration("Key revoked");
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <BlockStack gap="050">
        <Text as="p" fontWeight="medium" breakWord>
          <bdi>{name}</bdi> …{hint}
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {accesses[access]}. Made <When at={createdAt} />.{" "}
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
        <Badge>Revoked</Badge>
      ) : (
        <ConfirmButton
          label="Revoke"
          about={`Revoke the key ${name}`}
          title="Revoke this key?"
          confirm="Revoke key"
          loading={waiting}
          onConfirm={() => ask(`keys/${id}/revocation`)}
        >
          Whatever uses it is let in no more, at once and for good. Another key can be made any
          time.
        </ConfirmButton>
      )}
    </InlineStack>
  );
}

function NewKey() {
  const [name, setName] = useState("");
  const [access, setAccess] = useState<ApiAccess>("read");
  const { ask, waiting, errors, secret } = useIntegration("Key made");
  return (
    <BlockStack gap="300">
      {secret && <SecretOnce title="Copy the new key" label="New key" secret={secret} />}
      <FormLayout>
        <FormLayout.Group condensed>
          <FormField
            label="What the key is for"
            value={name}
            error={errors["name"]}
            onChange={setName}
          />
          <Select
            label="What it may do"
            options={Object.entries(accesses).map(([value, label]) => ({ value, label }))}
            value={access}
            onChange={(value) => setAccess(value as ApiAccess)}
          />
        </FormLayout.Group>
        <InlineStack>
          <Button loading={waiting} onClick={() => ask("keys", { name, access })}>
            Make a key
          </Button>
        </InlineStack>
      </FormLayout>
    </BlockStack>
  );
}
