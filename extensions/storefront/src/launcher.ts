import { all } from "./page.ts";

/** What somebody may want to press. */
const CONTROLS = "a, button, input, select, textarea, summary, label";
/** What is larger, such as the picture of a product, can be pressed beside the button as well. */
const LARGE_PX = 88;
const GAP_PX = 8;
const MOST_TRIES = 8;

/** Opens and closes the launcher's dialog in browsers that know neither `command` nor `closedby`, and keeps its button out of the way. */
export function startLauncher(): void {
  const [panel] = all<HTMLDialogElement>("[data-encore-panel]");
  const [button] = all("[commandfor=encore-panel]");
  if (!panel || !button) return;
  if (!("command" in HTMLButtonElement.prototype))
    button.addEventListener("click", () => panel.showModal());
  if (!("closedBy" in panel))
    (panel as HTMLDialogElement).addEventListener("click", ({ target }) => {
      if (target === panel) panel.close();
    });
  keepClear(button);
}

/** Lifts the button above bars for cookies, sticky carts, chats and other buttons, whenever the page may have changed. */
function keepClear(button: HTMLElement): void {
  let waiting = 0;
  const look = () => {
    waiting ||= window.setTimeout(() => {
      waiting = 0;
      place();
    }, 250);
  };
  const place = () => {
    const lift = roomFor(button);
    const away = `${lift ?? 0}px`;
    // Written only when it differs: the page is looked at again after every change of it.
    if (button.style.getPropertyValue("--encore-lift") !== away)
      button.style.setProperty("--encore-lift", away);
    button.classList.toggle("encore-launcher__button--away", lift === null);
  };
  for (const type of ["scroll", "resize"]) addEventListener(type, look, true);
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ["class", "style", "hidden", "open"],
  });
  place();
}

/**
 * How far the button must be lifted to cover nothing. Where other buttons leave no room it minds bars alone; null where those
 * leave none in the lower half of the window.
 */
function roomFor(button: HTMLElement): number | null {
  const { left, right, height } = button.getBoundingClientRect();
  const lowest = innerHeight - parseFloat(getComputedStyle(button).bottom);
  let clearOfBars: number | null = null;
  for (let lift = 0, tries = 0; tries < MOST_TRIES && lift < innerHeight / 2; tries++) {
    const bottom = lowest - lift;
    let bar = Infinity;
    let control = Infinity;
    for (const x of [left, (left + right) / 2, right - 1])
      for (const y of [bottom - height, bottom - height / 2, bottom - 1])
        for (const found of document.elementsFromPoint(x, y)) {
          // What fills the window lies over the button, or is all there is.
          if (found.closest(".encore-launcher")) continue;
          const fixed = barOf(found)?.getBoundingClientRect();
          if (fixed && fixed.height < innerHeight / 2) bar = Math.min(bar, fixed.top);
          const box = found.closest(CONTROLS)?.getBoundingClientRect();
          if (box && box.height < LARGE_PX) control = Math.min(control, box.top);
        }
    const covered = Math.min(bar, control);
    if (covered === Infinity) return lift;
    if (bar === Infinity) clearOfBars ??= lift;
    lift = Math.ceil(lowest - covered + GAP_PX);
  }
  return clearOfBars;
}

/** The part of the window that an element stays with when the page moves beneath it. */
function barOf(element: Element | null): Element | null {
  while (element && !/fixed|sticky/.test(getComputedStyle(element).position))
    element = element.parentElement;
  return element;
}
