import { FormLayout } from "@shopify/polaris";
import type { ReactNode } from "react";

import { TitledCard } from "../layout/titled-card.tsx";

type Props = { title: string; about?: string; children: ReactNode };

/** A card of a form: what it is about, and its fields beneath each other. All are as wide, wherever they stand. */
export function FormSection({ children, ...heading }: Props) {
  return (
    <div className="encore-measure">
      <TitledCard {...heading}>
        <FormLayout>{children}</FormLayout>
      </TitledCard>
    </div>
  );
}
