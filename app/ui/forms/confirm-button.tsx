import { Button, Modal, Text } from "@shopify/polaris";
import { useState } from "react";

type Props = {
  label: string;
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
  about,
  title,
  confirm,
  loading,
  onConfirm,
  children,
}: Props) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button
        variant="plain"
        tone="critical"
        loading={loading}
        {...(about && { accessibilityLabel: about })}
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
            destructive: true,
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
