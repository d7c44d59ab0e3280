import { Text } from "@shopify/polaris";

import { useFormats } from "#app/ui/hooks/shop.tsx";

import { ConfirmAction } from "../../confirm-action.tsx";
import { reachedInWords } from "../copy.ts";

/** Takes an achievement away that nobody has; of another one it says why that can not be. */
export function DeleteAchievement({ id, reached }: { id: string; reached: number }) {
  const formats = useFormats();
  return (
    <div className="encore-heading">
      {reached > 0 ? (
        <Text as="p" tone="subdued">
          {reachedInWords(reached, formats)}: it can be switched off, but not deleted.
        </Text>
      ) : (
        <ConfirmAction
          label="Delete achievement"
          title="Delete this achievement?"
          method="delete"
          action={`/app/loyalty/achievements/${id}`}
        >
          Nobody has reached it. Shoppers will not see it any more.
        </ConfirmAction>
      )}
    </div>
  );
}
