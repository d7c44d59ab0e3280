import {
  type Cart,
  type Redeemed,
  redemptionsOf,
  type Returned,
} from "../../shared/redemptions.ts";
import { all, make, type Page, session } from "./page.ts";

/** Redeeming and giving back with the buttons of the block and of the launcher. */
export function rewardsOn(page: Page) {
  const { strings, say, showBalance } = page;
  const redemptions = redemptionsOf({ ask: page.ask, keys: session });

  async function redeem(button: HTMLElement): Promise<void> {
    const rewardId = idOf(button);
    if (!rewardId || button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    say(button, "working");
    const cart = "minimum" in button.dataset ? readCart() : undefined;
    const redeemed = await redemptions.redeem(rewardId, cart);
    if (redeemed.state === "code") showCode(button, redeemed);
    else say(button, redeemed.state === "refused" ? redeemed.why : redeemed.state);
    button.ariaBusy = "false";
    showBalance(redeemed.balance);
  }

  /** Which reward a button is for, also where there are not enough points for it now: they may be set aside for just that. */
  function idOf({ dataset }: HTMLElement): string {
    return dataset["encoreRedeem"] ?? dataset["encoreLater"] ?? "";
  }

  async function readCart(): Promise<Cart | undefined> {
    try {
      const cart: unknown = await fetch(`${strings.root}cart.js`).then((reply) => reply.json());
      const { currency, total_price: total } = cart as { currency: string; total_price: number };
      return currency === strings.currency ? { total } : undefined;
    } catch {
      return undefined;
    }
  }

  function showCode(button: HTMLElement, redeemed: Redeemed & { state: "code" }): void {
    const { id, code, kind, returnable } = redeemed;
    const text = make("code", { className: "encore__code", dir: "ltr", textContent: code });
    say(button, "issued")?.append(" ", text, make("br", {}), strings.say["kept"] ?? "");
    const item = button.closest("li");
    // It is no offer any more: how many points are missing to another one is of no interest beside it.
    item?.removeAttribute("data-encore-offer");
    if (item) offerUses(item, { id, code, returnable });
    if (kind === "gift_card") return button.closest("form")?.remove();
    const cart = encodeURIComponent(`${strings.root}cart`);
    const link = make("a", {
      className: "encore__button",
      href: `${strings.root}discount/${encodeURIComponent(code)}?redirect=${cart}`,
      textContent: strings.use,
    });
    button.closest("form")?.replaceWith(link);
    link.focus();
  }

  type Made = { id: string; code: string; returnable: boolean };

  /** The same as beside the codes that were there when the page was opened. */
  function offerUses(item: Element, { id, code, returnable }: Made): void {
    const uses = item.querySelector("template")?.content.cloneNode(true);
    if (!(uses instanceof DocumentFragment)) return;
    uses.querySelector("button")?.setAttribute("data-encore-copy", code);
    const back = uses.querySelector("details");
    back?.querySelector("button")?.setAttribute("data-encore-return", id);
    if (!returnable) back?.remove();
    item.append(uses);
  }

  async function giveBack(button: HTMLElement): Promise<void> {
    const id = button.dataset["encoreReturn"];
    if (!id || button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    await redemptions.giveBack(id, (news) => showReturned(button, id, news));
    button.ariaBusy = "false";
  }

  function showReturned(button: HTMLElement, id: string, news: Returned): void {
    showBalance(news.balance);
    const isRefused = news.state === "refused";
    const line = say(button, isRefused ? news.why : news.state, "over");
    if (isRefused && !news.over) return;
    const wasOver = button.closest("li")?.classList.contains("encore__over");
    for (const twin of all(`[data-encore-return="${CSS.escape(id)}"]`))
      twin.closest("li")?.classList.add("encore__over");
    // From the button, which is gone, to what became of the code.
    if (!wasOver) line?.focus();
  }

  /** Asks again for what was not answered before the page was loaded. */
  function resume(): void {
    const asked = new Set<string>();
    for (const button of all("[data-encore-redeem], [data-encore-later]")) {
      const id = idOf(button);
      if (session.read(id) && !asked.has(id)) void redeem(button);
      asked.add(id);
    }
  }

  return { redeem, giveBack, resume };
}
