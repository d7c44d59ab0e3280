import { failed } from "../../shared/ask.ts";
import { make, type Page, session } from "./page.ts";

/** Copies a member's own link or a code; where that is not allowed, selects it. */
export async function copy({ say }: Page, button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(button.dataset["encoreCopy"] ?? "");
    say(button, "copied");
  } catch {
    const shown = button.closest("li, .encore__invite")?.querySelector("input, code");
    if (shown instanceof HTMLInputElement) shown.select();
    else if (shown) getSelection()?.selectAllChildren(shown);
  }
}

/** Gets a member their own link for friends, in place of the button that asked for it. */
export async function invite({ strings, ask, say }: Page, button: HTMLElement): Promise<void> {
  const answer = await ask<{ url?: string }>(`referrals?locale=${strings.locale}`);
  if (failed(answer)) return void say(button, answer.error);
  if (!answer.url) return void say(button, "failed");
  const input = make("input", {
    className: "encore__input",
    readOnly: true,
    dir: "ltr",
    value: answer.url,
    ariaLabel: button.textContent,
  });
  button.closest("form")?.replaceWith(input);
  input.select();
}

/** A member opened a link to share the shop: thanks them with the points of that, if there are any. */
export async function share({ ask, say, points }: Page, link: HTMLElement): Promise<void> {
  const name = link.dataset["encoreShare"];
  const answer = await ask<{ points: number }>("actions", { kind: "social_share", name });
  if (failed(answer) || answer.points === 0) say(link, failed(answer) ? answer.error : "", "");
  else say(link, "thanks")?.append(` ${points(answer.points)}`);
}

/** Sends what a member tells about themselves. */
export function saveProfile({ ask, say }: Page): void {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement && form.matches("[data-encore-profile]"))) return;
    event.preventDefault();
    const field = <Field extends Element>(name: string) =>
      form.querySelector<Field>(`[name=${name}]`);
    const month = field<HTMLSelectElement>("month")?.value;
    const day = field<HTMLSelectElement>("day")?.value;
    // What is not asked on the page is left out, and so stays as it is.
    const answer = await ask("profile", {
      leaderboard: field<HTMLInputElement>("leaderboard")?.checked,
      ...(month && { birthday: { month: Number(month), day: Number(day) } }),
    });
    say(form, failed(answer) ? answer.error : "saved");
  });
}

/** Fills the leaderboard when it is opened. */
export function showLeaderboard({ ask, say, points }: Page): void {
  const list = async (details: HTMLElement) => {
    type Leaderboard = { people: { name: string; points: number }[] };
    const answer = await ask<Leaderboard>("leaderboard");
    const people = failed(answer) ? [] : answer.people;
    details.querySelector("ol")?.replaceChildren(
      ...people.map((person) => {
        const line = make("li", { className: "encore__item" });
        for (const textContent of [person.name, points(person.points)])
          line.append(make("span", { textContent }));
        return line;
      }),
    );
    if (people.length === 0) say(details, failed(answer) ? answer.error : "empty", "empty");
  };
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target instanceof HTMLElement && target.matches("[data-encore-leaderboard][open]"))
        void list(target);
    },
    // It does not bubble.
    true,
  );
}

/** Tells Encore once a visit who is signed in: what waited for that becomes theirs. */
export async function visit({ ask, showBalance }: Page): Promise<void> {
  if (session.read("seen")) return;
  const answer = await ask<{ balance?: number }>("member");
  // Who was signed out meanwhile has no balance.
  if (failed(answer) || answer.balance === undefined) return;
  session.write("seen", "1");
  showBalance(answer.balance);
}
