import { useBlocker, useFetcher, useNavigate } from "@remix-run/react";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef, useState } from "react";

import type { FieldErrors, FormProps } from "./form-fields.schema.ts";
import { ofTouched } from "./touched.ts";

/** What a page answers to what was typed: `why` says what stands in the way when it is no field; `to` is where to go next. */
export type SaveReply = { saved: boolean; errors?: FieldErrors; why?: string; to?: string };

export type Editing<Values> = {
  values: Values;
  /** What it started from. */
  was: Values;
  /** It was to be saved as it is, and was not. */
  tried: boolean;
  change: (changes: Partial<Values>) => void;
  dirty: boolean;
  saving: boolean;
  save: () => void;
  discard: () => void;
};

/**
 * A form that is saved with the bar above the page. It sends what it started from as well, so that the server can tell when
 * somebody else has changed the same thing meanwhile. `words` tell that it was saved.
 */
export function useEditing<Values extends object>(saved: Values, words: string): Editing<Values> {
  const { was, values, setValues, startFrom } = useStart(saved);
  const { submit, data, state } = useFetcher<SaveReply>();
  const dirty = !isSame(values, was);
  const leaving = useRef(false);
  const [tried, setTried] = useState(false);
  const sent = useRef(values);
  useLeaveConfirmation(() => dirty && !leaving.current);
  useReply(state === "idle" ? data : undefined, words, ({ saved: isSaved, errors, to }) => {
    if (to) leaving.current = true;
    // Typed "50" is stored, and comes back, as "50.00". What was typed since then is not saved yet.
    else if (isSaved) {
      startFrom(saved, sent.current === values ? saved : values);
      setTried(false);
    }
    // Told that somebody else was here, the merchant may save again.
    else if (!errors) startFrom(saved, values);
  });
  return {
    values,
    was,
    tried,
    change: (changes) => setValues((current) => ({ ...current, ...changes })),
    dirty,
    saving: state !== "idle",
    save: () => {
      sent.current = values;
      setTried(true);
      submit(JSON.stringify({ values, was }), { method: "post", encType: "application/json" });
    },
    discard: () => {
      startFrom(saved, saved);
      setTried(false);
    },
  };
}

/** What the form of a page is given: what is wrong with what was typed, and with all of it once it was to be saved. */
export function formProps<Values>(
  { values, was, dirty, tried, change }: Editing<Values>,
  errors: FieldErrors | null,
): FormProps<Values> {
  const found = (dirty && errors) || {};
  return { values, errors: tried ? found : ofTouched(found, values, was), onChange: change };
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

/** While there is something to lose, a link to another page asks first, as the admin's own menu does. */
function useLeaveConfirmation(isLosing: () => boolean): void {
  const shopify = useAppBridge();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isLosing() && nextLocation.pathname !== currentLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    shopify.saveBar.leaveConfirmation().then(blocker.proceed, blocker.reset);
  }, [blocker, shopify]);
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
