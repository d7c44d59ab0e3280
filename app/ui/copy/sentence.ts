export type Piece = { text: string } | { place: string };

/** A sentence cut at its places: "{who} paid" is the place "who" and the text " paid". */
export function sentencePieces(sentence: string): Piece[] {
  return sentence
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("{") ? { place: part.slice(1, -1) } : { text: part }));
}
