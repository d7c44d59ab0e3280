// What Encore's blocks do when somebody acts. Everything they say at first is in the page already.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = JSON.parse(document.querySelector("[data-encore-words]")?.textContent ?? "null");

  // A variant is chosen: themes announce that with a change of the product form's "id" field.
  const follow = (variantId) => {
    for (const block of all("[data-encore-earn]")) {
      const sentences = JSON.parse(
        block.querySelector("[data-encore-earn-variants]")?.textContent ?? "{}",
      );
      if (!Object.hasOwn(sentences, variantId)) continue;
      block.querySelector("[data-encore-earn-text]").innerHTML = sentences[variantId];
      block.hidden = sentences[variantId] === "";
    }
  };
  document.addEventListener("change", ({ target }) => {
    const id = target.closest?.('form[action*="/cart/add"]')?.elements.namedItem("id");
    if (id?.value) follow(id.value);
  });

  // The cart changed without a new page: the server says again what it earns.
  const refreshCart = async () => {
    const reply = await fetch(location.href);
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    for (const block of all("[data-encore-cart]")) {
      const fresh = page.getElementById(block.id);
      if (!fresh) continue;
      block.innerHTML = fresh.innerHTML;
      block.hidden = fresh.hidden;
    }
  };
  if (document.querySelector("[data-encore-cart]")) {
    let soon;
    new PerformanceObserver((list) => {
      if (!list.getEntries().some(({ name }) => /\/cart\/(add|change|update|clear)/.test(name)))
        return;
      clearTimeout(soon);
      soon = setTimeout(refreshCart, 200);
    }).observe({ type: "resource" });
  }

  if (!words) return;
  const plural = new Intl.PluralRules(words.locale);
  const numbers = new Intl.NumberFormat(`${words.locale}-u-nu-latn`);
  const points = (count) => {
    const kind = plural.select(count);
    const sample = words.samples.findIndex((one) => plural.select(one) === kind);
    return words.points[sample].replace("#", numbers.format(count));
  };
  const say = (near, text) => {
    const line = near.closest("li, form, div, details").querySelector("[data-encore-status]");
    if (line) line.textContent = text;
    return line;
  };

  // The app answers JSON; anything else is a server between that could not reach it.
  const ask = async (path, body) => {
    try {
      const reply = await fetch(`${words.root}apps/encore/${path}`, {
        headers: { accept: "application/json", "content-type": "application/json" },
        ...(body && { method: "POST", body: JSON.stringify(body) }),
      });
      return await reply.json();
    } catch {
      return { error: "offline" };
    }
  };

  // Private windows may refuse storage; a reload then asks with another key.
  const keys = {
    get: (name) => {
      try {
        return sessionStorage.getItem(name);
      } catch {
        return null;
      }
    },
    set: (name, key) => {
      try {
        if (key) sessionStorage.setItem(name, key);
        else sessionStorage.removeItem(name);
      } catch {
        return;
      }
    },
  };

  const showBalance = (balance) => {
    if (balance === undefined) return;
    for (const line of all("[data-encore-balance]")) line.textContent = points(balance);
    for (const button of all("[data-encore-redeem]"))
      button.disabled = Number(button.dataset.cost) > balance;
  };

  const cartOf = async (button) => {
    if (!("minimum" in button.dataset)) return undefined;
    const cart = await fetch(`${words.root}cart.js`).then(
      (reply) => reply.json(),
      () => null,
    );
    return cart?.currency === words.currency ? { total: cart.total_price } : undefined;
  };

  // Shopify takes its time: looks again, for a minute at most.
  const after = async (busy, answer) => {
    for (let tries = 0; answer.state === busy && tries < 25; tries++) {
      await new Promise((done) => setTimeout(done, Math.min(400 + tries * 200, 3000)));
      const next = await ask(`redemptions/${answer.id}`);
      if (next.state) answer = next;
    }
    return answer;
  };

  // One key for one wish, until it is answered: a second click or a reload asks for the same redemption.
  const redeem = async (button) => {
    const rewardId = button.dataset.encoreRedeem;
    const name = `encore.${rewardId}`;
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    const clientKey = keys.get(name) ?? crypto.randomUUID();
    keys.set(name, clientKey);
    say(button, words.say.working);

    const cart = await cartOf(button);
    const answer = await after("held", await ask("redemptions", { rewardId, clientKey, cart }));
    button.ariaBusy = "false";
    showBalance(answer.balance);
    if (answer.state === "held") return say(button, words.say.later);
    if (answer.error !== "offline" && answer.error !== "too_many") keys.set(name, null);
    if (answer.state !== "issued" && answer.state !== "captured")
      return say(button, words.say[answer.error] ?? words.say.failed);
    if (!answer.code) return say(button, words.say.credited);
    say(button, `${words.say.issued} ${answer.code}`);
    if (answer.kind === "gift_card") return;
    const link = document.createElement("a");
    link.className = "encore__button";
    link.href = `${words.root}discount/${encodeURIComponent(answer.code)}?redirect=${encodeURIComponent(`${words.root}cart`)}`;
    link.textContent = words.use;
    button.replaceWith(link);
    link.focus();
  };

  // The focus goes from the button to what became of the code.
  const outcomes = { withdrawn: "returning", released: "returned", captured: "used" };
  const giveBack = async (button) => {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    const id = button.dataset.encoreReturn;
    const tell = ({ state, error }) =>
      say(button, words.say[outcomes[state] ?? error] ?? words.say.over);
    const answer = await ask(`redemptions/${id}/return`, {});
    button.ariaBusy = "false";
    const line = tell(answer);
    if (!answer.state || answer.state === "issued") return;
    for (const twin of all(`[data-encore-return="${id}"]`))
      twin.closest("li").classList.add("encore__over");
    line.focus();
    const last = await after("withdrawn", answer);
    showBalance(last.balance);
    tell(last);
  };

  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(button.dataset.encoreCopy);
      say(button, words.say.copied);
    } catch {
      button.closest("div").querySelector("input").select();
    }
  };

  const invite = async (button) => {
    const { url, error } = await ask(`referrals?locale=${words.locale}`);
    if (!url) return say(button, words.say[error] ?? words.say.failed);
    const input = document.createElement("input");
    Object.assign(input, { className: "encore__input", readOnly: true, dir: "ltr", value: url });
    input.ariaLabel = button.textContent;
    button.replaceWith(input);
    input.select();
  };

  const acts = {
    encoreRedeem: redeem,
    encoreReturn: giveBack,
    encoreCopy: copy,
    encoreInvite: invite,
    encoreWay: async (link) => {
      const { points: won, error } = await ask("actions", {
        kind: "social_share",
        name: link.dataset.encoreWay,
      });
      say(link, won ? `${words.say.thanks} ${points(won)}` : (words.say[error] ?? ""));
    },
  };
  document.addEventListener("click", ({ target }) => {
    for (const act of Object.keys(acts)) {
      const name = act.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const pressed = target.closest?.(`[data-${name}]`);
      if (pressed) acts[act](pressed);
    }
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-encore-profile]");
    if (!form) return;
    event.preventDefault();
    const { month, day, leaderboard } = form.elements;
    const birthday = month?.value && { month: Number(month.value), day: Number(day.value) };
    const { error } = await ask("profile", {
      leaderboard: leaderboard?.checked,
      ...(birthday && { birthday }),
    });
    say(form, error ? (words.say[error] ?? words.say.failed) : words.say.saved);
  });

  document.addEventListener(
    "toggle",
    async ({ target }) => {
      if (!target.matches("[data-encore-leaderboard][open]")) return;
      const { people = [], error } = await ask("leaderboard");
      target.querySelector("ol").replaceChildren(
        ...people.map((person) => {
          const line = document.createElement("li");
          line.className = "encore__item";
          for (const text of [person.name, points(person.points)]) {
            line.append(Object.assign(document.createElement("span"), { textContent: text }));
          }
          return line;
        }),
      );
      if (people.length === 0) say(target, words.say[error] ?? words.say.empty);
    },
    true,
  );

  // Browsers that know neither `command` nor `closedby`.
  const panel = document.querySelector("[data-encore-panel]");
  if (panel && !("command" in HTMLButtonElement.prototype))
    document
      .querySelector("[commandfor=encore-panel]")
      .addEventListener("click", () => panel.showModal());
  if (panel && !("closedBy" in panel))
    panel.addEventListener("click", ({ target }) => target === panel && panel.close());

  // The app hears once a visit who is signed in: what waited for that becomes theirs.
  if (words.member && !keys.get("encore.seen"))
    ask("member").then(({ balance }) => {
      if (balance === undefined) return;
      keys.set("encore.seen", "1");
      showBalance(balance);
    });

  const asked = new Set();
  for (const button of all("[data-encore-redeem]")) {
    const id = button.dataset.encoreRedeem;
    if (keys.get(`encore.${id}`) && !asked.has(id)) redeem(button);
    asked.add(id);
  }
})();
