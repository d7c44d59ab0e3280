import { useNavigation, useSearchParams } from "@remix-run/react";
import { Box, ChoiceList, Filters } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";

import { segmentChoices, segmentWords } from "#app/ui/copy/segments.ts";
import { stageChoices, stageWords } from "#app/ui/copy/stages.ts";

import type { CustomersQuery } from "./customers-query.schema.ts";
import { SortMenu } from "./sort-menu.tsx";

const TYPING_PAUSE_MS = 300;

const sorts = [
  { value: "last_order desc", label: "Latest order first" },
  { value: "last_order asc", label: "Longest without an order" },
  { value: "spent desc", label: "Spent most" },
  { value: "spent asc", label: "Spent least" },
  { value: "orders desc", label: "Most orders" },
  { value: "orders asc", label: "Fewest orders" },
  { value: "points desc", label: "Most points" },
  { value: "created desc", label: "Newest customers" },
  { value: "created asc", label: "Oldest customers" },
];

/** `isCompared`: whether enough have ordered to be in segments. */
type Props = { query: CustomersQuery; isCompared: boolean };

/** Search, filters and order of the customers page. All of it lives in the address. */
export function CustomersFilters({ query, isCompared }: Props) {
  const change = useChangeOfAddress();
  const [typed, setTyped] = useTypedSearch(query.search ?? "", (search) =>
    change({ search }, true),
  );
  const loading = useNavigation().state === "loading";

  return (
    <div className="encore-customer-filters">
      <Filters
        queryValue={typed}
        queryPlaceholder="Search by name, email, phone, order, code or ID"
        onQueryChange={setTyped}
        onQueryClear={() => setTyped("")}
        onClearAll={() => change({ search: "", segment: "", stage: "" })}
        loading={loading}
        filters={[
          ...(isCompared
            ? [choice("segment", "Segment", segmentChoices, query.segment, change)]
            : []),
          choice("stage", "Stage", stageChoices, query.stage, change),
        ]}
        appliedFilters={[
          ...applied(
            "segment",
            "Segment",
            query.segment && segmentWords(query.segment).name,
            change,
          ),
          ...applied("stage", "Stage", query.stage && stageWords(query.stage).name, change),
        ]}
      >
        <Box paddingInlineStart="200">
          <SortMenu
            options={sorts}
            selected={`${query.sort} ${query.direction}`}
            onSelect={(value) => {
              const [sort = "", direction = ""] = value.split(" ");
              change({ sort, direction });
            }}
          />
        </Box>
      </Filters>
    </div>
  );
}

type Change = (values: Record<string, string>, replace?: boolean) => void;

/** Writes values into the address; an empty one is taken out. Whoever narrows or sorts starts at the first page. */
export function useChangeOfAddress(): Change {
  const [, setSearchParams] = useSearchParams();
  return (values, replace = false) =>
    setSearchParams(
      (current) => {
        const next = new URLSearchParams(current);
        for (const [name, value] of Object.entries({ ...values, after: "", before: "" })) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace, preventScrollReset: true },
    );
}

/** What is being typed, told on when the typing pauses, and following the address when that changes by itself. */
function useTypedSearch(search: string, tell: (search: string) => void) {
  const [typed, setTyped] = useState(search);
  const told = useRef(search);
  useEffect(() => {
    if (search === told.current) return;
    told.current = search;
    setTyped(search);
  }, [search]);
  useEffect(() => {
    if (typed.trim() === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed.trim();
      tell(typed.trim());
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return [typed, setTyped] as const;
}

type Choices = { value: string; label: string }[];

function choice(
  key: string,
  label: string,
  choices: Choices,
  selected: string | undefined,
  change: Change,
) {
  return {
    key,
    label,
    pinned: true,
    filter: (
      <ChoiceList
        title={label}
        titleHidden
        choices={choices}
        selected={selected ? [selected] : []}
        onChange={([value = ""]) => change({ [key]: value })}
      />
    ),
  };
}

function applied(key: string, label: string, value: string | undefined, change: Change) {
  if (!value) return [];
  return [{ key, label: `${label}: ${value}`, onRemove: () => change({ [key]: "" }) }];
}
