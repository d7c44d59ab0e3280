import { Button, type ButtonProps, Modal, Text } from "@shopify/polaris";
import { useState } from "react";

export type ConfirmButtonProps = {
  label: string;
  variant?: ButtonProps["variant"];
  /** What takes something away is critical, unless it is said. */
  tone?: ButtonProps["tone"];
  /** For those who hear it: which one it is about. */
  about?: string;
  title: string;
  confirm: string;
  loading: boolean;
  onConfirm: () => void;
  children: string;
};

/** A button for what cannot be taken back easily: it says first what will happen. */
export function ConfirmButton({
  label,
  variant = "plain",
  tone = "critical",
  about,
  title,
  confirm,
  loading,
  onConfirm,
  children,
}: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button
        variant={variant}
        tone={tone}
        loading={loading}
        accessibilityLabel={about}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      {asking && (
        <Modal
          open
          title={title}
          onClose={close}
          primaryAction={{
            content: confirm,
            destructive: tone === "critical",
            onAction: () => {
              close();
              onConfirm();
            },
          }}
          secondaryActions={[{ content: "Cancel", onAction: close }]}
        >
          <Modal.Section>
            <Text as="p">{children}</Text>
          </Modal.Section>
        </Modal>
      )}
    </>
  );
}
