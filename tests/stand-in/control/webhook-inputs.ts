import { z } from "zod";

/** What the switches may be set to; what is not named stays as it was. */
export const SwitchesInput = z
  .object({
    duplicate: z.boolean(),
    reorder: z.boolean(),
    delayMs: z.number().min(0),
    dropRate: z.number().min(0).max(1),
    paused: z.boolean(),
  })
  .partial()
  .transform((given) =>
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );

/** A webhook made by hand. A payload that is text is sent as it is, byte by byte. */
export const DirectSendInput = z
  .object({
    topic: z.string(),
    payload: z.unknown().optional(),
    webhookId: z.string().optional(),
    secret: z.string().optional(),
    triggeredAt: z.string().optional(),
  })
  .transform(({ topic, payload, webhookId, secret, triggeredAt }) => ({
    topic,
    body: typeof payload === "string" ? payload : JSON.stringify(payload ?? {}),
    ...(webhookId !== undefined && { webhookId }),
    ...(secret !== undefined && { secret }),
    ...(triggeredAt !== undefined && { triggeredAt }),
  }));
