import type { SerializeFrom } from "@remix-run/node";
import { BlockStack, Button, ChoiceList, FormLayout, InlineStack, Text } from "@shopify/polaris";

import type { OutgoingTopic } from "#app/integrations/webhooks/outgoing-topics.ts";
import type { ListedEndpoint } from "#app/integrations/webhooks/webhook-endpoints.server.ts";
import { ConfirmButton } from "#app/ui/forms/confirm-button.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { fieldsOf } from "#app/ui/forms/form-fields.schema.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { OnOff, StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { When } from "#app/ui/layout/when.tsx";

import { SecretOnce } from "./secret-once.tsx";
import { useIntegration, useTyped } from "./use-integration.tsx";
import { webhookTopicInWords, webhookTopics } from "./webhooks-copy.ts";

type Address = SerializeFrom<ListedEndpoint>;

const EMPTY: { url: string; topics: OutgoingTopic[] } = { url: "", topics: [] };

/** Where Encore tells other systems what happened, and the way to add one. */
export function WebhookAddresses({ addresses }: { addresses: Address[] }) {
  const switching = useIntegration("Saved");
  // A row that is removed could not tell so itself.
  const removing = useIntegration("Webhook removed");
  return (
    <TitledCard
      title="Webhooks"
      about="Encore sends events to these addresses, and tries again when nobody answers."
      gap="400"
    >
      {addresses.length > 0 && (
        <ul className="encore-plain-list" aria-label="Webhooks">
          {addresses.map((address) => (
            <li key={address.id}>
              <AddressRow address={address} switching={switching} removing={removing} />
            </li>
          ))}
        </ul>
      )}
      <NewAddress />
    </TitledCard>
  );
}

type Asking = Pick<ReturnType<typeof useIntegration>, "ask" | "waiting">;
type RowProps = { address: Address; switching: Asking; removing: Asking };

function AddressRow({ address, switching, removing }: RowProps) {
  const { id, url, topics, disabledAt } = address;
  const on = disabledAt === null;
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Text as="p" fontWeight="medium" breakWord>
          <bdi>{url}</bdi>
        </Text>
        <State address={address} />
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">
        {topics.map(webhookTopicInWords).join(" · ")}
      </Text>
      <HowItGoes address={address} />
      <InlineStack gap="300">
        <Button
          variant="plain"
          loading={switching.waiting}
          accessibilityLabel={`Switch ${on ? "off" : "on"} ${url}`}
          onClick={() => switching.ask(`webhooks/${id}/activation`, null, on ? "delete" : "post")}
        >
          {on ? "Switch off" : "Switch on"}
        </Button>
        <ConfirmButton
          label="Remove"
          about={`Remove ${url}`}
          title="Remove this webhook?"
          confirm="Remove webhook"
          loading={removing.waiting}
          onConfirm={() => removing.ask(`webhooks/${id}`, null, "delete")}
        >
          Nothing is sent to it any more, not even what waits to be sent now.
        </ConfirmButton>
      </InlineStack>
    </BlockStack>
  );
}

function State({ address: { disabledAt, failingSince } }: { address: Address }) {
  const isFailing = disabledAt === null && failingSince !== null;
  return isFailing ? (
    <StatusBadge status="warning">Failing</StatusBadge>
  ) : (
    <OnOff on={disabledAt === null} />
  );
}

function HowItGoes({ address }: { address: Address }) {
  const { waiting, disabledAt, disabledFor, failingSince } = address;
  const { number } = useFormats();
  if (disabledAt && disabledFor === "failing")
    return (
      <Text as="p">
        Encore switched it off <When at={disabledAt} />, because it had not answered for a long
        time. What happens meanwhile is not sent later.
      </Text>
    );
  if (disabledAt)
    return (
      <Text as="p">
        You switched it off <When at={disabledAt} />. What happens meanwhile is not sent later.
      </Text>
    );
  return (
    <Text as="p" variant="bodySm">
      {waiting === 0 ? "Nothing waits to be sent." : `${number(waiting)} waiting to be sent.`}
      {failingSince && (
        <>
          {" "}
          It has not answered since <When at={failingSince} />.
        </>
      )}
    </Text>
  );
}

function NewAddress() {
  const { ask, waiting, errors, secret } = useIntegration("Webhook added");
  const [typed, change] = useTyped(EMPTY, secret);
  const field = fieldsOf({ values: typed, errors, onChange: change });
  return (
    <BlockStack gap="300">
      {secret && (
        <SecretOnce
          title="Copy the webhook’s signing secret"
          label="Signing secret"
          secret={secret}
        />
      )}
      <div className="encore-measure">
        <FormLayout>
          <FormField label="Address" placeholder="https://example.com/encore" {...field("url")} />
          <ChoiceList
            allowMultiple
            title="Events"
            choices={webhookTopics}
            selected={typed.topics}
            error={errors["topics"]}
            onChange={(chosen) => change({ topics: chosen as OutgoingTopic[] })}
          />
          <InlineStack>
            <Button loading={waiting} onClick={() => ask("webhooks", typed)}>
              Add webhook
            </Button>
          </InlineStack>
        </FormLayout>
      </div>
    </BlockStack>
  );
}
