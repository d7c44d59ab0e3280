import { Badge } from "@shopify/polaris";

import { stageWords } from "#app/ui/copy/stages.ts";

/** Where someone stands between a first and a last order. */
export function StageBadge({ stage }: { stage: string | null }) {
  if (!stage) return null;
  const { name, tone } = stageWords(stage);
  return <Badge {...(tone && { tone })}>{name}</Badge>;
}
