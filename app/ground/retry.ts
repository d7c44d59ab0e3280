/** What was called could not answer now. It is nobody's fault here, and all who call it would hear the same. */
export class Retry extends Error {
  override name = "Retry";
}

/** All but these events were dealt with. These are tried again, for as long as it takes; the others are done. */
export class PartialRetry extends Error {
  override name = "PartialRetry";
  readonly eventIds: ReadonlySet<string>;

  constructor(eventIds: Iterable<string>, why: string) {
    super(why);
    this.eventIds = new Set(eventIds);
  }
}
