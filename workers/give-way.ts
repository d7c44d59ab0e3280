/**
 * Has work give way to something more urgent: while that `isBusy`, one piece runs at a time instead of as many as are asked
 * for. None is left waiting for ever, however long it is busy.
 */
export function giveWay(
  isBusy: () => boolean,
): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    if (!isBusy()) return work();
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
