import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Button, FormLayout, Modal, Text } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";

import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import { FormField } from "#app/ui/forms/form-field.tsx";
import { type FieldErrors, fieldsOf, type FormProps } from "#app/ui/forms/form-fields.schema.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";

import { type AdjustmentValues, balanceAfter, parseAdjustment } from "./adjustment.schema.ts";

type Refused = { reason: "unknown" | "frozen" | "short"; available: number | null };
type Reply = { saved: boolean; errors: FieldErrors | null; refused: Refused | null };

type Props = {
  customerId: string;
  /** What they have to spend; less than zero where they owe some. */
  balance: number;
};

/** Gives a person points by hand, or takes some, with the reason for the team and perhaps a note for the person. */
export function AdjustPoints({ customerId, balance }: Props) {
  const [values, setValues] = useState<AdjustmentValues | null>(null);
  const close = () => setValues(null);
  const { submit, saving, reply, forget } = useAdjusting(customerId, close);
  const open = () => {
    forget();
    setValues(emptyForm());
  };
  return (
    <>
      <Button onClick={open}>Adjust points</Button>
      {values && (
        <Modal
          open
          title="Adjust points"
          onClose={close}
          primaryAction={{
            content: values.direction === "give" ? "Give points" : "Take points",
            loading: saving,
            onAction: () => submit(values),
          }}
          secondaryActions={[{ content: "Cancel", onAction: close }]}
        >
          <Modal.Section>
            <BlockStack gap="300">
              {reply?.refused && <WhyNot refused={reply.refused} />}
              <Fields
                balance={balance}
                values={values}
                errors={reply?.errors ?? {}}
                // What is typed after an answer is another change: it gets a key of its own.
                onChange={(changes) =>
                  setValues({ ...values, ...changes, clientKey: crypto.randomUUID() })
                }
              />
            </BlockStack>
          </Modal.Section>
        </Modal>
      )}
    </>
  );
}

function emptyForm(): AdjustmentValues {
  const clientKey = crypto.randomUUID();
  return { direction: "give", points: "", internal: "", public: "", clientKey };
}

function Fields({ balance, ...form }: FormProps<AdjustmentValues> & { balance: number }) {
  const field = fieldsOf(form);
  const { number } = useFormats();
  const after = balanceAfter(balance, form.values);
  return (
    <FormLayout>
      <FormLayout.Group condensed>
        <FormChoice label="What" choices={{ give: "Give", take: "Take" }} {...field("direction")} />
        <FormField label="Points" typed="numeric" autoFocus {...field("points")} />
      </FormLayout.Group>
      <div aria-live="polite">
        <Text as="p">
          Points to spend: {number(balance)}
          {after !== null && after !== balance && (
            <>
              {" → "}
              <Text as="span" fontWeight="semibold">
                {number(after)}
              </Text>
            </>
          )}
        </Text>
      </div>
      <FormField
        label="Reason"
        help="For your team. It stands beside the points; your customers never see it."
        multiline={2}
        maxLength={500}
        {...field("internal")}
      />
      <FormField
        label="Note to the customer"
        help="They see it beside the points. You may leave it empty."
        multiline={2}
        maxLength={500}
        {...field("public")}
      />
    </FormLayout>
  );
}

function WhyNot({ refused: { reason, available } }: { refused: Refused }) {
  const { number } = useFormats();
  const words = {
    short: `They have ${number(available ?? 0)} points to spend. You can take at most that many.`,
    frozen:
      "Their points did not add up in the nightly check, and do not move until somebody has looked at them.",
    unknown: "This person is no longer here. Reload the page.",
  };
  return (
    <Banner tone="warning" title="Nothing was changed">
      <p>{words[reason]}</p>
    </Banner>
  );
}

/** Sends the form. Once it is done the merchant is told, and the form closes. */
function useAdjusting(customerId: string, onDone: () => void) {
  const { submit, data, state } = useFetcher<Reply>();
  const shopify = useAppBridge();
  const [known, setKnown] = useState<Reply | undefined>(undefined);
  const [errors, setErrors] = useState<FieldErrors | null>(null);
  const told = useRef<unknown>(undefined);
  useEffect(() => {
    if (state !== "idle" || !data || told.current === data) return;
    told.current = data;
    if (!data.saved) return;
    shopify.toast.show("Points changed");
    onDone();
  }, [state, data, shopify, onDone]);

  const fresh = data === known || state !== "idle" ? null : (data ?? null);
  return {
    saving: state !== "idle",
    reply: errors ? { saved: false, errors, refused: null } : fresh,
    forget: () => {
      setKnown(data);
      setErrors(null);
    },
    submit: (values: AdjustmentValues) => {
      const { errors: wrong } = parseAdjustment(values);
      setErrors(wrong);
      if (wrong) return;
      submit(JSON.stringify(values), {
        method: "post",
        action: `/app/customers/${customerId}/adjustments`,
        encType: "application/json",
      });
    },
  };
}
