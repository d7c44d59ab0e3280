import {
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isObjectType,
  type GraphQLResolveInfo,
} from "graphql";

/** What a mutation answers that Shopify does not carry out: nothing but one user error, in the shape of its payload. */
export function refusal(info: Pick<GraphQLResolveInfo, "returnType">): Record<string, unknown> {
  const payload = getNamedType(info.returnType);
  if (!isObjectType(payload)) return {};
  return Object.fromEntries(
    Object.values(payload.getFields()).map(({ name, type }) => {
      if (name === "userErrors") return [name, [userError(getNamedType(type))]];
      return [name, isListType(getNullableType(type)) ? [] : null];
    }),
  );
}

function userError(type: ReturnType<typeof getNamedType>): Record<string, unknown> {
  const code = isObjectType(type) ? type.getFields()["code"] : undefined;
  const codes = code && getNamedType(code.type);
  const known = isEnumType(codes) && codes.getValue("INTERNAL_ERROR") ? "INTERNAL_ERROR" : null;
  return {
    field: null,
    message: "Something went wrong. Please try again.",
    code: known,
    extraInfo: null,
    elementIndex: null,
  };
}
