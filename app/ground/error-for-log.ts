/** What the log keeps of an error. */
export type LoggedError = { type: string; message: string; stack: string; code?: unknown };

/**
 * An error for the log, with those that caused it. Nothing else that hangs on it: the database adds the row that it
 * would not take, and libraries the replies that they got, and both name people.
 */
export function errorForLog(error: unknown): LoggedError | { type: string } {
  if (!(error instanceof Error)) return { type: typeof error };

  const chain = causes(error);
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: chain.map(({ message }) => message).join(": "),
    stack: chain.map(({ stack, message }) => stack ?? message).join("\ncaused by "),
    ...(code !== undefined && { code }),
  };
}

const DEEPEST = 5;

function causes(error: Error): Error[] {
  const chain: Error[] = [];
  for (let one: unknown = error; one instanceof Error && chain.length < DEEPEST; one = one.cause)
    chain.push(one);
  return chain;
}
