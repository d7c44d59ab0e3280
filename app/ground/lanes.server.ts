import { setTimeout as pause } from "node:timers/promises";

/** Lanes that came up empty, because another worker has them, are not looked into again before this. */
const REST_MS = 200;
const LOOK_AGAIN_MS = 50;
/** Looking for what is due takes a tenth of the time at most. */
const LOOK_SHARE = 10;

export type Lanes<Piece> = {
  /** What is due by now, of all lanes. */
  due: () => Promise<readonly Piece[]>;
  /** The lanes that a piece occupies while it is worked on: no other piece of these runs beside it. */
  lanesOf: (piece: Piece) => readonly string[];
  /** Whose it is: one owner never has all of the places. */
  ownerOf: (piece: Piece) => string;
  /** Works on a piece; returns how much there was to do. Does not throw. */
  run: (piece: Piece) => Promise<number>;
  atOnce: number;
};

/**
 * Works on pieces, `atOnce` at a time, until nothing is due. No lane waits for what another is at, and who was not served for longest
 * is next: a shop whose two hundred deliveries are tried one by one takes one of four places, and another shop's single delivery is
 * found a moment after it came.
 */
export async function workInLanes<Piece>(
  { due, lanesOf, ownerOf, run, atOnce }: Lanes<Piece>,
  stopping: AbortSignal,
): Promise<void> {
  const running = new Map<Piece, Promise<void>>();
  const servedAt = new Map<string, number>();
  /** Lanes that were begun when there was nothing to do in them, and how long they rest. */
  const empty = new Map<string, { since: number; until: number }>();
  /** When something of an owner's was last done, which may have made more of it due. */
  const doneAt = new Map<string, number>();
  let waiting: Piece[] = [];
  let lookAt = 0;
  /** Whether something came to its end since it was looked. */
  let isOver = false;

  const lastServed = (piece: Piece) =>
    Math.min(...lanesOf(piece).map((lane) => servedAt.get(lane) ?? 0));
  /** Another worker has it, unless what has been done since has made something due in it. */
  const rests = (piece: Piece, at: number) =>
    lanesOf(piece).every((lane) => {
      const rest = empty.get(lane);
      return rest && rest.until > at && rest.since >= (doneAt.get(ownerOf(piece)) ?? 0);
    });
  const look = async () => {
    const startedAt = performance.now();
    isOver = false;
    const found = await due();
    const at = performance.now();
    waiting = found
      .filter((piece) => !rests(piece, at))
      .toSorted((a, b) => lastServed(a) - lastServed(b));
    lookAt = at + Math.max(LOOK_AGAIN_MS, (at - startedAt) * LOOK_SHARE);
  };
  const work = async (piece: Piece) => {
    const begunAt = performance.now();
    const count = await run(piece);
    const at = performance.now();
    for (const lane of lanesOf(piece)) {
      servedAt.set(lane, at);
      if (count === 0) empty.set(lane, { since: begunAt, until: at + REST_MS });
    }
    if (count > 0) doneAt.set(ownerOf(piece), at);
    running.delete(piece);
    isOver = true;
  };
  /** The next piece whose lanes are free, and whose owner does not have all places but one already. */
  const take = () => {
    const pieces = [...running.keys()];
    const busy = new Set(pieces.flatMap(lanesOf));
    const isFree = (piece: Piece) => !lanesOf(piece).some((lane) => busy.has(lane));
    const ofOwner = (piece: Piece) =>
      pieces.filter((other) => ownerOf(other) === ownerOf(piece)).length;
    const place = waiting.findIndex(
      (piece) => isFree(piece) && ofOwner(piece) < Math.max(1, atOnce - 1),
    );
    return place === -1 ? null : (waiting.splice(place, 1)[0] ?? null);
  };

  const fill = () => {
    while (running.size < atOnce) {
      const next = take();
      if (next === null) return;
      running.set(next, work(next));
    }
  };

  while (!stopping.aborted) {
    if (performance.now() >= lookAt) await look();
    fill();
    // What was due when it was looked for is being worked on, or done: there may be more of it.
    if (running.size < atOnce && isOver) {
      await look();
      fill();
    }
    if (running.size === 0) return;
    const newcomers = running.size < atOnce ? [pause(Math.max(0, lookAt - performance.now()))] : [];
    await Promise.race([...running.values(), ...newcomers]);
  }
  await Promise.all(running.values());
}
