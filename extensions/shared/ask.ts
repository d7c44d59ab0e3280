/** Why there is no answer, as a code; some answers say more beside it. */
export type Failure = { error: string };

/** A function that gives a session token which has not expired. */
export type GetToken = () => Promise<string>;

/**
 * Asks Encore at an address, on behalf of whoever the token says, or else the shop's own page. Never throws: without an answer
 * the failure is `offline`.
 */
export async function ask<Answer extends object>(
  url: string,
  body?: object,
  getToken?: GetToken,
): Promise<Answer | Failure> {
  try {
    const reply = await fetch(url, {
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...(getToken && { authorization: `Bearer ${await getToken()}` }),
      },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    // Anything but JSON comes from a server between that could not reach Encore.
    return (await reply.json()) as Answer | Failure;
  } catch {
    return { error: "offline" };
  }
}

/** Asks from a page of Shopify's, which reaches Encore at its own address. */
export function askWithToken<Answer extends object>(
  getToken: GetToken,
  path: string,
  body?: object,
): Promise<Answer | Failure> {
  return ask(`${process.env.APP_URL}/extension/${path}`, body, getToken);
}

/** Whether an answer says that there is none. */
export function failed<Answer extends object>(answer: Answer | Failure): answer is Failure {
  return "error" in answer && typeof answer.error === "string";
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
