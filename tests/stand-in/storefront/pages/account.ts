import { redirect, sendHtml } from "../../http.ts";
import { orderObject } from "../objects/order.ts";
import { renderPage } from "../render-page.ts";
import { themeText } from "../theme-text.ts";
import { signIn, type Visit } from "../visit.ts";
import { readForm } from "./cart.ts";
import { sendMissing } from "./missing.ts";

export function sendAccount(visit: Visit): true {
  if (!visit.customer) return redirect(visit.response, `${visit.root}account/login`);
  const title = themeText(visit, "account.heading");
  return sendHtml(visit.response, 200, renderPage(visit, "customers/account", title));
}

/** An order of the customer who is signed in; anyone else's is not there. */
export function sendOrder(visit: Visit, id: string): true {
  if (!visit.customer) return redirect(visit.response, `${visit.root}account/login`);
  const order = visit.context.store.orders.find(visit.shop.id, id);
  if (!order || order.customerId !== visit.customer.id) return sendMissing(visit);
  const object = orderObject(order, visit.root, (name) => themeText(visit, `status.${name}`));
  const title = themeText(visit, "order.heading", { name: object.name });
  return sendHtml(
    visit.response,
    200,
    renderPage(visit, "customers/order", title, { order: object }),
  );
}

export function sendLogin(visit: Visit, email = "", problem = ""): true {
  const title = themeText(visit, "login.heading");
  const html = renderPage(visit, "customers/login", title, { email, problem });
  return sendHtml(visit.response, problem ? 422 : 200, html);
}

/** Signs in any customer by email alone: this shop is for trying things. */
export async function login(visit: Visit): Promise<true> {
  const email = (await readForm(visit)).get("email")?.trim() ?? "";
  const customer = visit.context.store.findCustomerByEmail(visit.shop.id, email);
  if (!customer) return sendLogin(visit, email, themeText(visit, "login.unknown"));
  signIn(visit, customer.id);
  return redirect(visit.response, `${visit.root}account`);
}

export function logout(visit: Visit): true {
  signIn(visit, null);
  return redirect(visit.response, visit.root);
}

export function sendRegister(visit: Visit, email = "", problem = ""): true {
  const title = themeText(visit, "register.heading");
  const html = renderPage(visit, "customers/register", title, { email, problem });
  return sendHtml(visit.response, problem ? 422 : 200, html);
}

/** Makes a customer, or gives an account to one whom the shop knows without one (someone who ordered as a guest). */
export async function register(visit: Visit): Promise<true> {
  const form = await readForm(visit);
  const email = form.get("email")?.trim() ?? "";
  if (!/^[^@\s]+@[^@\s]+$/.test(email))
    return sendRegister(visit, email, themeText(visit, "register.invalid"));
  const { store, acts } = visit.context;
  const known = store.findCustomerByEmail(visit.shop.id, email);
  if (known?.state === "enabled")
    return sendRegister(visit, email, themeText(visit, "register.taken"));
  const names = namesOf(form);
  const customer = known
    ? acts.customers.update(visit.shop, known.id, { ...names, state: "enabled" })
    : acts.customers.create(visit.shop, {
        ...names,
        email,
        state: "enabled",
        locale: visit.language,
      });
  signIn(visit, customer.id);
  return redirect(visit.response, `${visit.root}account`);
}

function namesOf(form: URLSearchParams): { firstName?: string; lastName?: string } {
  const [firstName, lastName] = ["first_name", "last_name"].map(
    (name) => form.get(name)?.trim() ?? "",
  );
  return { ...(firstName ? { firstName } : {}), ...(lastName ? { lastName } : {}) };
}
