/** What was called could not answer now. It is nobody's fault here, and all who call it would hear the same. */
export class Retry extends Error {
  override name = "Retry";
  readonly waitsFor: string | null;

  constructor(
    why: string,
    { waitsFor = null, ...options }: ErrorOptions & { waitsFor?: string | null } = {},
  ) {
    super(why, options);
    this.waitsFor = waitsFor;
  }
}

/** The process that was at it ends. It goes on elsewhere, or where it is started again. */
export class CutOff extends Error {
  override name = "CutOff";

  constructor() {
    super("The worker ended in the midst of it");
  }
}

/**
 * All but these events were dealt with. These are tried again, for as long as it takes; the others are done. `waitsFor` names what
 * they wait for, where somebody says when that has come (`wakeWaiting`).
 */
export class PartialRetry extends Error {
  override name = "PartialRetry";
  readonly eventIds: ReadonlySet<string>;
  readonly waitsFor: string | null;

  constructor(eventIds: Iterable<string>, why: string, waitsFor: string | null = null) {
    super(why);
    this.eventIds = new Set(eventIds);
    this.waitsFor = waitsFor;
  }
}
