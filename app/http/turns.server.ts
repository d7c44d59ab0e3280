type Waiting = { start: () => void };

/**
 * Begins what waits one after the other, once in each turn of the event loop, and addresses in turn: what is begun keeps the process
 * busy for some milliseconds, and between two of them it takes webhooks. 400 requests a second of one address that all end with a 401
 * held a signed webhook up for eleven seconds; now they hold each other up.
 */
export class Turns {
  /** By address, the one whose turn it is first. */
  private readonly lines = new Map<string, Set<Waiting>>();
  private isTurning = false;

  /** Has `start` begin when it is the turn of this address. Returns how to leave the line before that. */
  wait(address: string, start: () => void): () => void {
    const line = this.lines.get(address) ?? new Set();
    const waiting = { start };
    line.add(waiting);
    this.lines.set(address, line);
    this.turn();
    return () => line.delete(waiting);
  }

  private turn(): void {
    if (this.isTurning) return;
    this.isTurning = true;
    setImmediate(() => {
      this.isTurning = false;
      const next = this.take();
      if (this.lines.size > 0) this.turn();
      next?.start();
    });
  }

  private take(): Waiting | undefined {
    for (const [address, line] of this.lines) {
      this.lines.delete(address);
      const [first] = line;
      if (!first) continue;
      line.delete(first);
      if (line.size > 0) this.lines.set(address, line);
      return first;
    }
    return undefined;
  }
}
