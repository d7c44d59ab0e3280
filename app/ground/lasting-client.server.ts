import pg from "pg";

/**
 * A connection that does not end its process when it is lost while nobody listens, as in the midst of a transaction: whatever is asked
 * of it next says so. Node throws an `error` event that nobody hears. Every pool makes its connections of these.
 */
export class LastingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on("error", () => undefined);
  }
}
