import { Fragment, type ReactNode } from "react";

/** A sentence whose places are filled with names and links. */
export function Sentence({ text, places }: { text: string; places: Record<string, ReactNode> }) {
  return (
    <>
      {sentencePieces(text).map((piece, index) => (
        <Fragment key={index}>{"text" in piece ? piece.text : places[piece.place]}</Fragment>
      ))}
    </>
  );
}

/** A sentence cut at its places: "{who} paid" is the place "who" and the text " paid". */
export function sentencePieces(sentence: string): ({ text: string } | { place: string })[] {
  return sentence
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("{") ? { place: part.slice(1, -1) } : { text: part }));
}
