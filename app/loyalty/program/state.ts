export const programStates = ["draft", "live", "paused"] as const;

/** A program is a draft until it is launched; one that is live may be paused, and launched again. */
export type ProgramState = (typeof programStates)[number];

/** What happens by itself in a program. What somebody of the shop gives or takes by hand is theirs to decide in any state. */
export type Allowed = {
  /** Orders, actions, referrals, tiers and achievements give points and rewards. */
  earn: boolean;
  /** Points become rewards. */
  redeem: boolean;
  /** Points, unused rewards and tiers end when their time is over. */
  expire: boolean;
  /** Shoppers see that there is a program. */
  show: boolean;
  /** What goes back takes its points back. */
  takeBack: boolean;
};

/** What each state allows. A paused program gives nothing, and still does not pay for what was returned. */
export const allowed: Readonly<Record<ProgramState, Allowed>> = {
  draft: { earn: false, redeem: false, expire: false, show: false, takeBack: false },
  live: { earn: true, redeem: true, expire: true, show: true, takeBack: true },
  paused: { earn: false, redeem: false, expire: false, show: false, takeBack: true },
};

/** A time in which a program was paused; `resumedAt` is null while it is. */
export type Pause = { pausedAt: Date; resumedAt: Date | null };

/**
 * Whether a program was paused at a moment. An order earns by when it was paid, whenever it is heard of: one that was paid in a
 * pause and is heard of after the relaunch earns nothing; one that was paid before it earns as soon as that is over.
 */
export function wasPausedAt(pauses: readonly Pause[], moment: Date): boolean {
  return pauses.some(
    ({ pausedAt, resumedAt }) => pausedAt <= moment && (resumedAt === null || moment < resumedAt),
  );
}

/** Whether it is paused now. */
export function isPaused(pauses: readonly Pause[]): boolean {
  return pauses.some(({ resumedAt }) => resumedAt === null);
}
