import { sendWebhooks } from "#app/integrations/webhooks/send-webhooks.server.ts";

/** Tells a shop's other systems what they asked to hear of. */
export async function runSendWebhooks({ shopId }: { shopId: string }): Promise<void> {
  await sendWebhooks(shopId);
}
