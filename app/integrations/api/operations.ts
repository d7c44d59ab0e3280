import type { z } from "zod";

import * as schema from "./api.schema.ts";

/** One operation of the API, as its file in app/routes does it. */
export type Operation = {
  method: "GET" | "POST";
  /** With {parameters}. */
  path: string;
  summary: string;
  body?: z.ZodType;
  query?: z.ZodObject;
  /** By status. */
  answers: Record<number, z.ZodType>;
};

const customer = "/api/loyalty/customers/{customer}";

/** Everything that the API can do. */
export const operations: readonly Operation[] = [
  {
    method: "GET",
    path: "/api/loyalty/program",
    summary: "How orders earn, and the tiers",
    answers: { 200: schema.Program },
  },
  {
    method: "GET",
    path: "/api/loyalty/rewards",
    summary: "The rewards that points can be turned into",
    answers: { 200: schema.Rewards },
  },
  {
    method: "GET",
    path: customer,
    summary: "What a customer has",
    answers: { 200: schema.Member },
  },
  {
    method: "GET",
    path: `${customer}/history`,
    summary: "How a customer's points came and went, the newest first",
    query: schema.PageQuery,
    answers: { 200: schema.History },
  },
  {
    method: "POST",
    path: `${customer}/points`,
    summary: "Give a customer points, or take some",
    body: schema.GivePoints,
    answers: { 200: schema.Balance },
  },
  {
    method: "POST",
    path: `${customer}/redemptions`,
    summary: "Turn a customer's points into a reward",
    body: schema.RedeemReward,
    answers: { 202: schema.Redemption },
  },
  {
    method: "POST",
    path: `${customer}/rewards`,
    summary: "Give a customer a reward for no points",
    body: schema.GiveReward,
    answers: { 202: schema.Redemption },
  },
  {
    method: "POST",
    path: `${customer}/actions`,
    summary: "Say that a customer did something that earns points",
    body: schema.ReportAction,
    answers: { 200: schema.Awarded },
  },
  {
    method: "GET",
    path: "/api/loyalty/redemptions/{id}",
    summary: "How far a reward is, and its code",
    answers: { 200: schema.Redemption },
  },
  {
    method: "POST",
    path: "/api/loyalty/events",
    summary: "Say that something with a name happened to a customer",
    body: schema.ReportEvent,
    answers: { 200: schema.Awarded },
  },
];
