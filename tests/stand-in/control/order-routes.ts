import { z } from "zod";

import {
  CancelInput,
  DeliverInput,
  EditInput,
  OrderInput,
  RefundInput,
  ReturnInput,
  ShipInput,
} from "../acts/inputs.ts";
import { RETURN_DECISIONS } from "../acts/return-acts.ts";
import { HttpError } from "../http.ts";
import { get, post, type Route } from "./route.ts";

/** Orders, from being placed to being sent back. Every one answers with the order as it now is. */
export const orderRoutes: Route[] = [
  post(/^orders$/, ({ context, shop, input }) => ({
    order: context.acts.orders.create(shop, OrderInput.parse(input)),
  })),
  get(/^orders\/(\d+)$/, ({ context, shop, id }) => {
    const order = context.store.orders.find(shop.id, id);
    if (!order) throw new HttpError(404, `There is no order ${id}`);
    return { order };
  }),
  post(/^orders\/(\d+)\/pay$/, ({ context, shop, id }) => ({
    order: context.acts.orders.pay(shop, id),
  })),
  post(/^orders\/(\d+)\/ship$/, ({ context, shop, input, id }) => ({
    order: context.acts.orders.ship(shop, id, ShipInput.parse(input)),
  })),
  post(/^orders\/(\d+)\/deliver$/, ({ context, shop, input, id }) => ({
    order: context.acts.orders.deliver(shop, id, DeliverInput.parse(input)),
  })),
  post(/^orders\/(\d+)\/refund$/, ({ context, shop, input, id }) => ({
    order: context.acts.orders.refund(shop, id, RefundInput.parse(input)),
  })),
  post(/^orders\/(\d+)\/cancel$/, ({ context, shop, input, id }) => ({
    order: context.acts.orders.cancel(shop, id, CancelInput.parse(input)),
  })),
  post(/^orders\/(\d+)\/edit$/, ({ context, shop, input, id }) => ({
    order: context.acts.orders.edit(shop, id, EditInput.parse(input)),
  })),
  post(/^orders\/(\d+)\/disown$/, ({ context, shop, id }) => ({
    order: context.acts.orders.disown(shop, id),
  })),
  post(/^orders\/(\d+)\/delete$/, ({ context, shop, id }) => {
    context.acts.orders.remove(shop, id);
    return {};
  }),
  post(/^orders\/(\d+)\/return$/, ({ context, shop, input, id }) => ({
    order: context.acts.returns.request(shop, id, ReturnInput.parse(input)),
  })),
  post(/^orders\/(\d+)\/returns\/(\d+)\/(\w+)$/, ({ context, shop, id, more }) => {
    const decision = z.enum(RETURN_DECISIONS).parse(more[1]);
    return { order: context.acts.returns.decide(shop, id, more[0] ?? "", decision) };
  }),
];
