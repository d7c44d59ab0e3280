import { Retry } from "./retry.ts";

type Waiting<Item, Result> = {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

type Limits = {
  /** The most items that are done together. */
  most: number;
  /** More than this do not wait for their turn: whoever asks is told to come back. */
  mostWaiting?: number;
};

const MOST_WAITING = 1_000;

/**
 * Makes one piece of work out of many that are asked for at once. `run` does some items of one shop and returns a result for
 * each, in their order; it never runs beside itself for the same shop. What is asked for meanwhile is done together next, so
 * that a row that everybody wants is locked once for all of them instead of once for each, while a single request waits for
 * nobody. Should a batch fail, its items are done one by one, so that it fails only whose fault it is: `run` must have done
 * nothing when it throws. Throws `Retry` when too many wait.
 */
export function microBatch<Item, Result>(
  run: (shopId: string, items: Item[]) => Promise<Result[]>,
  { most, mostWaiting = MOST_WAITING }: Limits,
): (shopId: string, item: Item) => Promise<Result> {
  const lanes = new Map<string, Waiting<Item, Result>[]>();

  const drain = async (shopId: string, waiting: Waiting<Item, Result>[]) => {
    for (let batch = waiting.splice(0, most); batch.length > 0; batch = waiting.splice(0, most))
      await settle(shopId, batch);
    lanes.delete(shopId);
  };
  const settle = async (shopId: string, batch: Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(
        shopId,
        batch.map(({ item }) => item),
      );
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await settle(shopId, [one]);
    }
  };

  return (shopId, item) =>
    new Promise((resolve, reject) => {
      const lane = lanes.get(shopId);
      const waiting = lane ?? [];
      if (waiting.length >= mostWaiting) return reject(new Retry("Too many ask at once"));
      waiting.push({ item, resolve, reject });
      if (lane) return;
      lanes.set(shopId, waiting);
      void drain(shopId, waiting);
    });
}
