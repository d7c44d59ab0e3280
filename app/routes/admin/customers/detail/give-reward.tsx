import { BlockStack, Button, Modal, Text } from "@shopify/polaris";
import { useState } from "react";

import { FormChoice } from "#app/ui/forms/form-choice.tsx";
import type { Toast } from "#app/ui/hooks/use-toast-once.tsx";

import { done, refused, usePosting } from "./use-posting.tsx";

type Reply = { given: string | null };
type Props = { customerId: string; rewards: { id: string; name: string }[] };

/** Gives a person one of the shop's rewards for no points. */
export function GiveReward({ customerId, rewards }: Props) {
  const [gift, setGift] = useState<{ rewardId: string; clientKey: string } | null>(null);
  const { posting, post } = usePosting<Reply>(customerId, toastOf);
  const close = () => setGift(null);
  const open = () => setGift({ rewardId: rewards[0]?.id ?? "", clientKey: crypto.randomUUID() });
  return (
    <>
      <Button loading={posting} disabled={rewards.length === 0} onClick={open}>
        Give a reward
      </Button>
      {gift && (
        <Modal
          open
          title="Give a reward"
          onClose={close}
          primaryAction={{
            content: "Give reward",
            onAction: () => {
              close();
              post("given-rewards", gift);
            },
          }}
          secondaryActions={[{ content: "Cancel", onAction: close }]}
        >
          <Modal.Section>
            <BlockStack gap="400">
              <FormChoice
                label="Reward"
                choices={Object.fromEntries(rewards.map(({ id, name }) => [id, name]))}
                value={gift.rewardId}
                onChange={(rewardId) => setGift({ ...gift, rewardId })}
              />
              <Text as="p" tone="subdued">
                It costs them no points, and no limit counts it. They see its code as if they had
                redeemed it. You can withdraw it here as long as it is not used.
              </Text>
            </BlockStack>
          </Modal.Section>
        </Modal>
      )}
    </>
  );
}

function toastOf({ given }: Reply): Toast {
  return given === null
    ? refused("there is no such reward any more. Reload the page")
    : done(`“${given}” is being made for them`);
}
