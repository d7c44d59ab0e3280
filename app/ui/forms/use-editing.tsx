import { useFetcher, useNavigate } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef, useState } from "react";

import type { FieldErrors } from "./form-fields.schema.ts";
import { useLeaveConfirmation } from "./use-leave-confirmation.tsx";

/** What a page answers to what was typed: `why` says what stands in the way when it is no field; `to` is where to go next. */
export type SaveReply = { saved: boolean; errors?: FieldErrors; why?: string; to?: string };

/** What a page is sent: the form, and what it showed before anybody typed. */
export type Edit<Values> = { values: Values; was: Values };

export type Editing<Values> = {
  values: Values;
  change: (changes: Partial<Values>) => void;
  dirty: boolean;
  saving: boolean;
  save: () => void;
  discard: () => void;
  /** What the server found wrong, until something is typed again. */
  errors: FieldErrors;
};

/**
 * A form that is saved with the bar above the page. It sends what it started from as well, so that the server can tell when
 * somebody else has changed the same thing meanwhile. `words` tell that it was saved.
 */
export function useEditing<Values extends object>(saved: Values, words: string): Editing<Values> {
  const { was, values, setValues, startFrom } = useStart(saved);
  const [stale, setStale] = useState<unknown>(null);
  const { submit, data, state } = useFetcher<SaveReply>();
  const dirty = !isSame(values, was);
  const leaving = useRef(false);
  const sent = useRef(values);
  useLeaveConfirmation(() => dirty && !leaving.current);
  useReply(state === "idle" ? data : undefined, words, ({ saved: isSaved, errors, to }) => {
    if (to) leaving.current = true;
    // Typed "50" is stored, and comes back, as "50.00". What was typed since then is not saved yet.
    else if (isSaved) startFrom(saved, sent.current === values ? saved : values);
    // Told that somebody else was here, the merchant may save again.
    else if (!errors) startFrom(saved, values);
  });
  return {
    values,
    change: (changes) => {
      setStale(data);
      setValues((current) => ({ ...current, ...changes }));
    },
    dirty,
    saving: state !== "idle",
    save: () => {
      sent.current = values;
      submit(JSON.stringify({ values, was } satisfies Edit<Values>), {
        method: "post",
        encType: "application/json",
      });
    },
    discard: () => {
      setStale(data);
      startFrom(saved, saved);
    },
    errors: (stale !== data && data?.errors) || {},
  };
}

/**
 * What is typed, and what it started from. The page may load again meanwhile: what it brings is shown at once where nothing was
 * typed, and otherwise stays away, so that it is not taken for what the merchant had before their eyes.
 */
function useStart<Values extends object>(saved: Values) {
  const [values, setValues] = useState(saved);
  const [was, setWas] = useState(saved);
  const startFrom = (from: Values, shown: Values) => {
    setWas(from);
    setValues(shown);
  };
  if (isSame(values, was) && !isSame(was, saved)) startFrom(saved, saved);
  return { values, was, setValues, startFrom };
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The bar that the admin shows while something is unsaved. */
export function EditBar({ id, editing }: { id: string; editing: Editing<object> }) {
  return (
    <SaveBar id={id} open={editing.dirty}>
      <button variant="primary" onClick={editing.save} {...(editing.saving && { loading: "" })}>
        Save
      </button>
      <button onClick={editing.discard}>Discard</button>
    </SaveBar>
  );
}

/** Tells each answer once, when the page's new data are there too, and goes where it leads. */
function useReply(
  reply: SaveReply | undefined,
  words: string,
  onReply: (reply: SaveReply) => void,
) {
  const shopify = useAppBridge();
  const navigate = useNavigate();
  const told = useRef<unknown>(undefined);
  useEffect(() => {
    if (!reply || told.current === reply) return;
    told.current = reply;
    const { saved, why = "some fields need another look", to } = reply;
    shopify.toast.show(saved ? words : `Not saved: ${why}`, { isError: !saved });
    onReply(reply);
    if (to) navigate(to);
  }, [reply, shopify, words, onReply, navigate]);
}
