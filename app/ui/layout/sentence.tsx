import { Fragment, type ReactNode } from "react";

import { sentencePieces } from "../copy/sentence.ts";

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
