import type { BulkFailure, BulkProblem, BulkRun, BulkState, BulkWork } from "#app/bulk/bulk-run.ts";
import type { Formats } from "#app/ui/format/formats.ts";

type Kind = BulkWork["kind"];
type Numbers = Pick<Formats, "number">;

export const kinds: Record<Kind, string> = {
  points: "Give points",
  reward: "Give a reward",
  tags: "Add tags",
};

export const questions: Record<Kind, (who: string) => string> = {
  points: (who) => `Give points to ${who}?`,
  reward: (who) => `Give a reward to ${who}?`,
  tags: (who) => `Tag ${who}?`,
};

/** What is done for each of so many: "50 points each for 128 customers, 6,400 points in all". */
export function workInWords(work: BulkWork, customers: number, { number }: Numbers): string {
  const people = customersInWords(customers, { number });
  if (work.kind === "tags") return `${listed(work.tags)} for ${people}`;
  if (work.kind === "reward") return `“${work.reward}” for ${people}`;
  const points = Number(work.points);
  return `${pointsInWords(points, { number })} each for ${people}, ${pointsInWords(points * customers, { number })} in all`;
}

export function customersInWords(count: number, { number }: Numbers): string {
  return `${number(count)} ${count === 1 ? "customer" : "customers"}`;
}

function pointsInWords(count: number, { number }: Numbers): string {
  return `${number(count)} ${count === 1 ? "point" : "points"}`;
}

function listed(tags: readonly string[]): string {
  return `${tags.length === 1 ? "Tag" : "Tags"} ${tags.map((tag) => `“${tag}”`).join(", ")}`;
}

export const states: Record<
  BulkState,
  { name: string; tone?: "success" | "info" | "warning" | "critical" }
> = {
  gathering: { name: "Starting", tone: "info" },
  running: { name: "In progress", tone: "info" },
  done: { name: "Done", tone: "success" },
  stopped: { name: "Stopped", tone: "warning" },
  failed: { name: "Failed", tone: "critical" },
};

export const problems: Record<BulkProblem, string> = {
  frozen: "Their points did not add up in the nightly check. Look at them in the ledger audit.",
  excluded: "They are excluded from the program.",
  not_in_shopify: "They ordered as a guest: Shopify has no customer to give it to.",
  refused_by_shopify: "Shopify refused. They may have been deleted there.",
};

const failures: Record<BulkFailure, string> = {
  missing_scope:
    "Encore may not change customers in this shop. Open Encore again from your Shopify admin and approve the permission “Edit customers”, then try again.",
  no_reward: "The reward was put away meanwhile. Choose another one, or bring it back.",
};

/** How a run stands, or ended, in a sentence or two. */
export function runInWords(run: BulkRun, formats: Numbers): string {
  const { number } = formats;
  const good = run.customers - run.problems;
  const done = `Done for ${number(good)} of ${customersInWords(run.total, formats)}.`;
  const not = run.problems > 0 ? ` For ${number(run.problems)} it could not be done.` : "";
  const words: Record<BulkState, string> = {
    gathering: "The customers are being looked up. You can leave this page.",
    running: `${done}${not} You can leave this page.`,
    done: `${done}${not}`,
    stopped: `Stopped. ${done}${not} What was done stays.`,
    failed: `${run.failure ? failures[run.failure] : ""} ${done}`,
  };
  return words[run.state];
}

/** "about 3 min left"; null while nobody can tell. */
export function bulkTimeLeft(run: BulkRun, now: string): string | null {
  const spentMs = Date.parse(now) - Date.parse(run.startedAt);
  if (run.customers === 0 || spentMs < 5_000) return null;
  const minutes = ((spentMs / run.customers) * (run.total - run.customers)) / 60_000;
  return minutes < 1 ? "less than a minute left" : `about ${Math.ceil(minutes)} min left`;
}
