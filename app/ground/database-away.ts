import pg from "pg";

/** Connections that failed or were ended, servers that start, stop or have no room. */
const CLASSES = ["08", "53", "57P"];
const LOST =
  /connection terminated|timeout exceeded when trying to connect|client has encountered/i;

/** Whether something failed because the database was away: nothing that was asked of it is to blame. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError)
    return CLASSES.some((start) => error.code?.startsWith(start));
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (
    ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND"].includes(code ?? "") ||
    LOST.test(error.message)
  );
}

/** Whether the database gave no connection in time. pg says so in words alone: too many wait for one, or it is too busy to open one. */
export function isWithoutConnection(error: unknown): boolean {
  const words = error instanceof Error ? error.message : "";
  return /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout)/.test(
    words,
  );
}
