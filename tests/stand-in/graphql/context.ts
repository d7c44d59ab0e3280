import type { GraphQLResolveInfo } from "graphql";

import type { StandInContext } from "../handler.ts";
import type { ShopDoc } from "../store/documents.ts";

export type GraphqlContext = StandInContext & {
  shop: ShopDoc;
  /** What the access token was granted. */
  scopes: string[];
  /** In a bulk operation connections need no size and have none. */
  bulk: boolean;
  /** An injected fault: mutations answer with a user error and change nothing. */
  refuseMutations?: boolean;
};

export type Args = Record<string, unknown>;

export type Resolve<Source> = (
  source: Source,
  args: Args,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
) => unknown;

/** How the fields of one type are answered. */
export type Resolvers<Source> = Record<string, Resolve<Source>>;
