import { useNavigate, useRevalidator } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Box, Button, InlineStack, Tabs } from "@shopify/polaris";

import type { CustomerView, ViewQuery } from "#app/customers/list/views.server.ts";

import type { CustomersQuery } from "./customers-query.schema.ts";

type Props = { views: CustomerView[]; query: CustomersQuery };

/** The ways to look at the list that were saved, for all of the shop's people; the first one shows everybody. */
export function ViewTabs({ views, query }: Props) {
  const navigate = useNavigate();
  const { save, saving } = useSaving();
  const current = views.find(({ id }) => id === query.view);
  const shown = viewQueryOf(query);
  const isChanged = current && JSON.stringify(viewQueryOf(current.query)) !== JSON.stringify(shown);
  const tabs = views.map(({ id, name }) => ({
    id: `view-${id}`,
    content: name,
    actions: [
      {
        type: "rename" as const,
        onPrimaryAction: async (name: string) =>
          (await save("PATCH", `/${id}`, { name })) !== false,
      },
      {
        type: "delete" as const,
        onPrimaryAction: async () => {
          const isDone = (await save("DELETE", `/${id}`)) !== false;
          if (isDone) navigate("/app/customers");
          return isDone;
        },
      },
    ],
  }));

  return (
    <>
      <Tabs
        tabs={[{ id: "view-all", content: "All", isLocked: true }, ...tabs]}
        selected={current ? 1 + views.indexOf(current) : 0}
        onSelect={(index) => navigate(addressOfView(views[index - 1]))}
        canCreateNewView
        newViewAccessibilityLabel="Save as a new view"
        onCreateNewView={async (name) => {
          const reply = await save("POST", "", { name, query: shown });
          if (reply) navigate(addressOfView({ id: reply, name, query: shown }));
          return reply !== false;
        }}
      />
      {isChanged && (
        <Box paddingInline="300" paddingBlockEnd="200">
          <InlineStack gap="200">
            <Button
              size="slim"
              loading={saving}
              onClick={() => void save("PATCH", `/${current.id}`, { query: shown })}
            >
              Save changes to this view
            </Button>
            <Button size="slim" variant="plain" onClick={() => navigate(addressOfView(current))}>
              Discard
            </Button>
          </InlineStack>
        </Box>
      )}
    </>
  );
}

/** Where a view's customers are; without one, everybody's. */
function addressOfView(view: CustomerView | undefined): string {
  if (!view) return "/app/customers";
  const { segment = "", stage = "", sort, direction, columns } = view.query;
  const said = { view: view.id, segment, stage, sort, direction };
  const search = new URLSearchParams(Object.entries(said).filter(([, value]) => value));
  search.set("columns", columns.join(",") || "none");
  return `/app/customers?${search}`;
}

/** What of the list a view keeps, its fields always in one order. */
function viewQueryOf({ segment, stage, sort, direction, columns }: ViewQuery): ViewQuery {
  return { segment, stage, sort, direction, columns };
}

/** Sends a change of the views, and has the page read them anew. Answers the view's id, or false after saying why not. */
function useSaving() {
  const shopify = useAppBridge();
  const { revalidate, state } = useRevalidator();
  const save = async (method: string, path: string, body?: object): Promise<string | false> => {
    const reply = await fetch(`/app/customers/views${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    }).catch(() => null);
    const answer = (await reply?.json().catch(() => null)) as { id?: string; why?: string } | null;
    if (!reply?.ok || !answer?.id) {
      shopify.toast.show(answer?.why ?? "It could not be saved. Try again.", { isError: true });
      return false;
    }
    revalidate();
    return answer.id;
  };
  return { save, saving: state !== "idle" };
}
