import { Button, type ButtonProps, Modal, Text } from "@shopify/polaris";
import { useState } from "react";

export type ConfirmButtonProps = {
  label: string;
  variant?: ButtonProps["variant"];
  /** For those who hear it: which one it is about. */
  about?: string;
  title: string;
  confirm: string;
  /** False for what only adds. */
  destructive?: boolean;
  loading: boolean;
  onConfirm: () => void;
  children: string;
};

/** A button for what cannot be taken back easily: it says first what will happen. */
export function ConfirmButton({
  label,
  variant = "plain",
  about,
  title,
  confirm,
  destructive = true,
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
        {...(destructive && { tone: "critical" as const })}
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
            destructive,
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
