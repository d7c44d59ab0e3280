import { gid } from "../payloads/common.ts";
import type { CollectionDoc, ProductDoc } from "../store/documents.ts";
import { connectionFrom, connectionOf } from "./connection.ts";
import type { Args, GraphqlContext, Resolvers } from "./context.ts";
import { listMetafields, oneMetafield } from "./resolvers-metafield.ts";
import { searchConditions, type SearchFields } from "./search.ts";
import { readGid, time } from "./values.ts";

export const Collection: Resolvers<CollectionDoc> = {
  id: (collection) => gid("Collection", collection.id),
  legacyResourceId: (collection) => collection.id,
  title: (collection) => collection.title,
  handle: (collection) => collection.handle,
  description: (collection) => collection.descriptionHtml.replace(/<[^>]*>/g, ""),
  descriptionHtml: (collection) => collection.descriptionHtml,
  image: () => null,
  sortOrder: () => "MANUAL",
  templateSuffix: () => null,
  updatedAt: (collection) => time(collection.updatedAt),
  productsCount: (collection) => ({ count: collection.productIds.length, precision: "EXACT" }),
  hasProduct: (collection, args) =>
    collection.productIds.includes(readGid(args["id"])?.id ?? "none"),
  products: (collection, args, context) =>
    connectionOf(productsOf(collection, context), args, context),
  metafield: (collection, args, context) =>
    oneMetafield(gid("Collection", collection.id), args, context),
  metafields: (collection, args, context) =>
    listMetafields(gid("Collection", collection.id), args, context),
};

function productsOf(collection: CollectionDoc, { store, shop }: GraphqlContext): ProductDoc[] {
  return collection.productIds.flatMap((id) => store.products.find(shop.id, id) ?? []);
}

const FIELDS: SearchFields = {
  id: { column: "id", kind: "id" },
  title: { column: "title", kind: "text" },
  handle: { column: "handle", kind: "text" },
  updated_at: { column: "updated_at", kind: "time" },
};

const SORT: Record<string, string> = { ID: "id", TITLE: "title", UPDATED_AT: "updated_at" };

function conditions(args: Args, { shop }: GraphqlContext) {
  return searchConditions(args["query"], FIELDS, shop.timezone, (word) => ({
    sql: "title LIKE ?",
    params: [`%${word}%`],
  }));
}

export const collectionQueries: Resolvers<unknown> = {
  collection: (_root, args, { store, shop }) =>
    store.collections.find(shop.id, readGid(args["id"])?.id ?? ""),
  collectionByHandle: (_root, args, { store, shop }) =>
    store.findCollectionByHandle(shop.id, String(args["handle"])),
  collectionByIdentifier(_root, args, { store, shop }) {
    const { id, handle } = args["identifier"] as { id?: string; handle?: string };
    return handle === undefined
      ? store.collections.find(shop.id, readGid(id)?.id ?? "")
      : store.findCollectionByHandle(shop.id, handle);
  },
  collections: (_root, args, context) =>
    connectionFrom(context.store.collections, args, context, {
      where: conditions(args, context),
      sort: SORT[String(args["sortKey"] ?? "ID")] ?? "id",
    }),
  collectionsCount: (_root, args, context) => ({
    count: context.store.collections.count(context.shop.id, conditions(args, context)),
    precision: "EXACT",
  }),
};
