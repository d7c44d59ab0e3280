import { Badge } from "@shopify/polaris";

/** What a status means to the merchant, and the tone that says so on every page. */
const tones = {
  /** It works, or is done: On, Live, Imported. */
  good: "success",
  /** Encore is at it, or it comes by itself: Waiting, Importing, To come. */
  underway: "info",
  /** It waits for the merchant: To review, Not imported yet. */
  todo: "attention",
  /** It goes on, but not as it should: Failing. */
  warning: "warning",
  /** It does not work: Needs attention, 3 differ. */
  wrong: "critical",
  /** It is off or past: Off, Over, Revoked. */
  over: undefined,
} as const;

export type Status = keyof typeof tones;

/** Where something stands. */
export function StatusBadge({ status, children }: { status: Status; children: string }) {
  const tone = tones[status];
  return <Badge {...(tone && { tone })}>{children}</Badge>;
}

/** Whether something is switched on. */
export function OnOff({ on }: { on: boolean }) {
  return <StatusBadge status={on ? "good" : "over"}>{on ? "On" : "Off"}</StatusBadge>;
}
