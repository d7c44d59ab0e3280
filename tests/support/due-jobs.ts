import { dueWork } from "#workers/due-work.ts";
import { MOST_JOBS_A_SWEEP } from "#workers/schedule.ts";

/** The jobs that the sweeper would ask for in this shop, sorted. */
export async function dueJobs(shopId: string, at: Date): Promise<string[]> {
  const due = await dueWork(at, MOST_JOBS_A_SWEEP);
  return due.flatMap(({ job, ...one }) => (one.shopId === shopId ? [job] : [])).sort();
}
