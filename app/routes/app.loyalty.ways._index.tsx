import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { currentShop } from "#app/current-shop.server.ts";
import { listWays } from "#app/loyalty/ways/ways.server.ts";
import { LoyaltyPage } from "#app/ui/loyalty-page.tsx";
import { addableKinds, parseWay, wayAsTyped } from "#app/ui/way-form.schema.ts";
import { WayList } from "#app/ui/way-list.tsx";
import { wayWords } from "#app/ui/words/ways.ts";

export const meta = () => [{ title: "Ways to earn · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const ways = await listWays(shop.id);
  return {
    ways: ways.map((way) => {
      const typed = wayAsTyped(way, shop.currency);
      const { errors } = parseWay(typed, way.id, shop.currency);
      return { ...typed, id: way.id, unfinished: !way.active && errors !== null };
    }),
  };
}

export default function Ways() {
  const { ways } = useLoaderData<typeof loader>();
  const actions = addableKinds.map((kind) => ({
    content: wayWords[kind].title,
    url: `/app/loyalty/ways/new?kind=${kind}`,
  }));
  return (
    <LoyaltyPage
      title="Ways to earn"
      subtitle="What earns points besides buying. Points that a way has paid stay, whatever becomes of it."
      actionGroups={[{ title: "Add a way", actions }]}
    >
      <WayList ways={ways} />
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/page-error.tsx";
