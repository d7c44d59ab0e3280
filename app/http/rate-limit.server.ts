type Bucket = { tokens: number; at: number };

const MOST_BUCKETS = 50_000;

/**
 * Lets through so many requests a second for each key, and `burst` of them at once. Returns how many whole seconds to wait, 0 when
 * none. Kept in this process's memory: with several processes each lets as many through, and a restart forgets.
 */
export function rateLimit({
  perSecond,
  burst,
}: {
  perSecond: number;
  burst: number;
}): (key: string) => number {
  const buckets = new Map<string, Bucket>();
  return (key) => {
    const at = performance.now();
    const before = buckets.get(key) ?? { tokens: burst, at };
    const tokens = Math.min(burst, before.tokens + ((at - before.at) / 1000) * perSecond);
    const passes = tokens >= 1;
    // The last that was asked for is the last in the map, so that the first is the one to forget.
    buckets.delete(key);
    buckets.set(key, { tokens: passes ? tokens - 1 : tokens, at });
    if (buckets.size > MOST_BUCKETS) buckets.delete(buckets.keys().next().value as string);
    return passes ? 0 : Math.ceil((1 - tokens) / perSecond);
  };
}
