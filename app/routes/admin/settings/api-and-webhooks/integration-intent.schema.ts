import { z } from "zod";

import { apiAccesses } from "#app/integrations/api/api-access.ts";
import { outgoingTopics } from "#app/integrations/webhooks/outgoing-topics.ts";

/** What a merchant can do on the page about other systems. */
export const IntegrationIntent = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("make_key"),
    name: z
      .string()
      .trim()
      .min(1, "Say what the key is for.")
      .max(60, "Enter at most 60 characters."),
    access: z.enum(apiAccesses),
  }),
  z.object({ intent: z.literal("revoke_key"), id: z.uuid() }),
  z.object({
    intent: z.literal("add_address"),
    url: z.string().trim().min(1, "Enter the address.").max(2_000, "Enter a shorter address."),
    topics: z.array(z.enum(outgoingTopics)).min(1, "Choose at least one thing to tell."),
  }),
  z.object({ intent: z.literal("switch_address"), id: z.uuid(), on: z.boolean() }),
  z.object({ intent: z.literal("remove_address"), id: z.uuid() }),
]);

export type IntegrationIntent = z.infer<typeof IntegrationIntent>;

/** What the page answers; a secret is in it this once. */
export type IntegrationReply = {
  done: IntegrationIntent["intent"] | null;
  secret?: string;
  errors: Record<string, string>;
};
