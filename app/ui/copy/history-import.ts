import type { Formats } from "../format/formats.ts";

/** How far an import of a shop's order history is, as the page knows it. */
export type HistoryImport = {
  state: string;
  ordersDone: number;
  ordersTotal: number | null;
  requestedAt: string;
  /** When reading began. */
  importingAt: string | null;
  finishedAt: string | null;
  lastError: string | null;
};

const running = ["queued", "exporting", "importing"];

export function isRunning(job: Pick<HistoryImport, "state"> | null): boolean {
  return job !== null && running.includes(job.state);
}

/** One sentence on how the import stands. */
export function importInWords(job: HistoryImport, formats: Formats): string {
  const { number } = formats;
  const sentences: Record<string, string> = {
    queued: "Your history is next in line.",
    exporting: "Shopify is putting your orders together. This can take a few minutes.",
    importing:
      job.ordersTotal === null
        ? `${orders(job.ordersDone, formats)} so far`
        : `${number(job.ordersDone)} of ${orders(job.ordersTotal, formats)}`,
    done: `${orders(job.ordersDone, formats)} of your history are in Encore.`,
    failed: `The import stopped after ${orders(job.ordersDone, formats)}. Nothing that was read is lost.`,
    cancelled: `The import was stopped after ${orders(job.ordersDone, formats)}.`,
  };
  return sentences[job.state] ?? sentences["queued"]!;
}

function orders(count: number, { number }: Formats): string {
  return `${number(count)} ${count === 1 ? "order" : "orders"}`;
}
