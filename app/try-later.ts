/** What was called could not answer now. It is nobody's fault here, and all who call it would hear the same. */
export class TryLater extends Error {
  override name = "TryLater";
}
