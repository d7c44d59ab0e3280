import { db, inShop } from "#app/ground/db.server.ts";
import type { Chance } from "#tests/stand-in/generator/chance.ts";
import { openAskedShop } from "#tests/support/http/asked-shop.ts";
import { kindsOfProof, type Proof } from "#tests/support/http/proofs.ts";
import { askAs, refusalOf, type Surface, surfaces } from "#tests/support/http/surfaces.ts";

import type { Fault } from "./fault.ts";

const EACH = 50;
/** Of the API, who tries one wrong key after the other. */
const TOLD_TO_WAIT = 429;

/**
 * Every surface is asked with tokens of every kind, whole and changed at one place: its own open it, and of all else nothing does,
 * nor is anything written.
 */
export const fault: Fault = {
  short: 10,
  prepare: async (machine) => {
    const { shopify, url } = await machine.stack();
    const asked = await openAskedShop(shopify);
    const { good, bad, others } = kindsOfProof(asked);
    const kinds = { ...good, ...bad, ...others };
    const ask = (surface: Surface, proof: Proof) =>
      askAs({ url, domain: asked.shop.domain }, surface, proof);
    const written = () =>
      inShop(asked.shop.id, async (tx) => [
        await db.delivery.count({ where: { shopDomain: asked.shop.domain } }),
        await tx.ledgerEntry.count(),
        await tx.loyaltyProfile.count(),
      ]);

    return {
      attack: async (chance) => {
        const before = await written();
        const tries = Array.from({ length: EACH }, () => {
          const [name, surface] = chance.pick(Object.entries(surfaces));
          const kind = chance.pick(
            Object.keys(kinds).filter((kind) => !surface.right.includes(kind)),
          );
          return { name, surface, kind, proof: kinds[kind]?.() ?? {} };
        });
        const changed = Array.from({ length: EACH }, () => {
          const [name, surface] = chance.pick(Object.entries(surfaces));
          const kind = chance.pick(surface.right);
          const whole = kinds[kind]?.() ?? {};
          return { name, surface, kind: `changed ${kind}`, proof: changedProof(whole, chance) };
        });
        const wrong: string[] = [];
        for (const { name, surface, kind, proof } of [...tries, ...changed]) {
          const answer = await ask(surface, proof);
          const refusal = refusalOf(surface, kind in good);
          const isRefused = String(answer) === String(refusal) || answer[0] === TOLD_TO_WAIT;
          if (!isRefused)
            wrong.push(
              `${name} answers ${kind} with ${answer[0]}, not ${refusal[0]}: ${shown(proof)}`,
            );
        }
        if (String(await written()) !== String(before)) wrong.push("something was written");

        const [name, surface] = chance.pick(Object.entries(surfaces));
        const kind = chance.pick(surface.right);
        const [status] = await ask(surface, kinds[kind]?.() ?? {});
        if (status !== 200) wrong.push(`${name} answers its own ${kind} with ${status}`);
        return wrong.length === 0 ? null : wrong.slice(0, 5).join("; ");
      },
      figures: () => ({ tokensEach: 2 * EACH + 1 }),
      end: () => Promise.resolve(),
    };
  },
};

/** What is good somewhere, changed at one place so that it is good nowhere. */
function changedProof(proof: Proof, chance: Chance): Proof {
  if (proof.query) return { ...proof, query: changedQuery(proof.query, chance) };
  if (proof.body !== undefined) {
    const place = chance.between(0, proof.body.length - 1);
    const isBody = chance.happens(0.5);
    if (isBody) return { ...proof, body: changedText(proof.body, place) };
    const headers = proof.headers ?? {};
    const name = "x-shopify-hmac-sha256";
    return { ...proof, headers: { ...headers, [name]: changedBytes(headers[name] ?? "", chance) } };
  }
  const { token = "" } = proof;
  return {
    ...proof,
    token: token.includes(".") ? changedJwt(token, chance) : changedKey(token, chance),
  };
}

function changedJwt(token: string, chance: Chance): string {
  const [head = "", claims = "", signature = ""] = token.split(".");
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  const write = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const changes: (() => string)[] = [
    () => [head, claims, changedBytes(signature, chance)].join("."),
    () => [head, changedBytes(claims, chance), signature].join("."),
    () => [changedBytes(head, chance), claims, signature].join("."),
    () => [head, claims, ""].join("."),
    () => [head, claims].join("."),
    () =>
      [
        write({ ...read(head), alg: chance.pick(["none", "None", "HS512", "RS256"]) }),
        claims,
        signature,
      ].join("."),
    () => [write({ alg: "none" }), claims, ""].join("."),
    () =>
      [
        head,
        write({ ...read(claims), exp: Math.floor(Date.now() / 1000) + 86_400 }),
        signature,
      ].join("."),
    () =>
      [head, write({ ...read(claims), dest: "https://another.myshopify.com" }), signature].join(
        ".",
      ),
    () => [head, write({ ...read(claims), sub: "gid://shopify/Customer/1" }), signature].join("."),
    () => [head, claims, signature, signature].join("."),
    () => token.slice(0, chance.between(1, token.length - 2)),
  ];
  return chance.pick(changes)();
}

function changedKey(key: string, chance: Chance): string {
  const place = chance.between(0, key.length - 1);
  return chance.pick([changedText(key, place), key.slice(0, -1), `${key}A`, key.slice(0, place)]);
}

function changedQuery(query: URLSearchParams, chance: Chance): URLSearchParams {
  const changed = new URLSearchParams(query);
  const name = chance.pick([...query.keys()]);
  const value = query.get(name) ?? "";
  const changes: (() => void)[] = [
    () =>
      changed.set(
        name,
        value === "" ? "1" : changedText(value, chance.between(0, value.length - 1)),
      ),
    () => changed.delete("signature"),
    () => changed.set("signature", ""),
    () => changed.append("logged_in_customer_id", "1"),
    () => changed.append("shop", "another.myshopify.com"),
    () => changed.set("more", "1"),
  ];
  chance.pick(changes)();
  return changed;
}

function changedText(text: string, place: number): string {
  return `${text.slice(0, place)}${text[place] === "7" ? "8" : "7"}${text.slice(place + 1)}`;
}

/** Of base64, other bytes: its last letter may be another one for the same. */
function changedBytes(text: string, chance: Chance): string {
  const bytes = Buffer.from(text, "base64");
  const place = chance.between(0, bytes.length - 1);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << chance.between(0, 7));
  return bytes.toString(/[-_]/.test(text) || !text.endsWith("=") ? "base64url" : "base64");
}

function shown({ token, headers, query, body }: Proof): string {
  return JSON.stringify({ token, headers, query: query?.toString(), body });
}
