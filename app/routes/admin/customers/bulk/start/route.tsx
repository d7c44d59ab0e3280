import { type ActionFunctionArgs, json, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { z } from "zod";

import { countBulk, startBulk } from "#app/bulk/bulk-runs.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { textsOf, wanted } from "#app/http/request-body.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { ConfirmButton } from "#app/ui/forms/confirm-button.tsx";
import type { FieldErrors } from "#app/ui/forms/form-fields.schema.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";

import { parsePeople } from "../bulk-address.schema.ts";
import { customersInWords, kinds, questions, workInWords } from "../copy.ts";
import { BulkFields } from "./bulk-fields.tsx";
import { type BulkValues, Kind, parseWork } from "./form.schema.ts";

export const meta = () => [{ title: "Bulk action · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const { searchParams } = new URL(request.url);
  return {
    // Sent twice, it is the same run.
    id: newId(),
    kind: wanted(searchParams.get("work"), Kind),
    customers: await countBulk(shop.id, parsePeople(searchParams)),
    rewards: await givable(shop.id),
  };
}

/** POST: begins it. Answers what is wrong at which field. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const { searchParams } = new URL(request.url);
  const typed = await textsOf(request);
  const kind = wanted(searchParams.get("work"), Kind);
  const { work, errors } = parseWork(kind, typed, await givable(shop.id));
  if (errors) return json({ errors }, { status: 422 });
  const id = wanted(typed["id"], z.uuid());
  await startBulk(shop.id, { id, work, people: parsePeople(searchParams) }, { actor, at: now() });
  return redirect(`/app/customers/bulk/${id}`);
}

export default function StartBulk() {
  const { id, kind, customers, rewards } = useLoaderData<typeof loader>();
  const formats = useFormats();
  const [values, setValues] = useState<BulkValues>({
    ...{ points: "", note: "", tags: "" },
    rewardId: rewards[0]?.id ?? "",
  });
  const [wrong, setWrong] = useState<FieldErrors | null>(null);
  const { submit, data, state } = useFetcher<{ errors: FieldErrors }>();
  const { work } = parseWork(kind, values, rewards);
  const who = customersInWords(customers, formats);

  return (
    <Page
      title={kinds[kind]}
      subtitle={who}
      backAction={{ content: "Customers", url: "/app/customers" }}
    >
      <Card>
        <BlockStack gap="400">
          <BulkFields
            kind={kind}
            rewards={rewards}
            values={values}
            errors={wrong ?? data?.errors ?? {}}
            onChange={(changes) => {
              setValues({ ...values, ...changes });
              setWrong(null);
            }}
          />
          <Text as="p" fontWeight="semibold">
            {customers === 0
              ? "Nobody fits any more. Go back and choose customers."
              : work && workInWords(work, customers, formats)}
          </Text>
          {customers > 0 && (
            <InlineStack>
              {work ? (
                <ConfirmButton
                  label={kinds[kind]}
                  variant="primary"
                  tone="success"
                  title={questions[kind](who)}
                  confirm={kinds[kind]}
                  loading={state !== "idle"}
                  onConfirm={() => submit({ id, ...values }, { method: "post" })}
                >
                  {`${workInWords(work, customers, formats)}. It goes on in the background, and you can stop it. What was done until then stays.`}
                </ConfirmButton>
              ) : (
                <Button
                  variant="primary"
                  onClick={() => setWrong(parseWork(kind, values, rewards).errors)}
                >
                  {kinds[kind]}
                </Button>
              )}
            </InlineStack>
          )}
        </BlockStack>
      </Card>
    </Page>
  );
}

async function givable(shopId: string): Promise<{ id: string; name: string }[]> {
  const rewards = await listRewards(shopId, now());
  return rewards.filter(({ active }) => active).map(({ id, name }) => ({ id, name }));
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
