import { type Context, type Emitter, type Liquid, RenderTag, type Scope, Tag } from "liquidjs";
import type { Parser, TagToken, Template, TopLevelToken } from "liquidjs";

import { escapeHtml } from "../../http.ts";
import { pageOf } from "./page.ts";

/** A block's content up to its end tag. Throws when there is none. */
function readBlock(tag: Tag, token: TagToken, remain: TopLevelToken[], parser: Parser): Template[] {
  const templates: Template[] = [];
  const stream = parser
    .parseStream(remain)
    .on(`tag:end${tag.name}`, () => stream.stop())
    .on("template", (template: Template) => templates.push(template))
    .on("end", () => {
      throw new Error(`tag ${token.getText()} not closed`);
    });
  stream.start();
  return templates;
}

/** `schema`, `stylesheet`, `javascript` and `doc`: for Shopify, not for the page; nothing in them is Liquid. */
class SilentTag extends Tag {
  constructor(token: TagToken, remain: TopLevelToken[], liquid: Liquid) {
    super(token, remain, liquid);
    const end = `end${token.name}`;
    while (remain.length > 0) {
      if ((remain.shift() as { name?: string } | undefined)?.name === end) return;
    }
    throw new Error(`tag ${token.getText()} not closed`);
  }

  override render(): void {}
}

/** CSS with Liquid in it. */
class StyleTag extends Tag {
  private readonly templates: Template[];

  constructor(token: TagToken, remain: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remain, liquid);
    this.templates = readBlock(this, token, remain, parser);
  }

  override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    emitter.write("<style data-shopify>");
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
    emitter.write("</style>");
  }
}

/** Where each kind of form goes, from the shop's root. */
const FORM_ACTIONS: Record<string, string> = {
  product: "cart/add",
  cart: "cart",
  customer_login: "account/login",
  create_customer: "account/register",
  localization: "localization",
};

/** `{% form 'product', product, class: 'x' %}`: a form that posts to where Shopify takes such forms. */
class FormTag extends Tag {
  private readonly kind: string;
  private readonly cssClass: string;
  private readonly templates: Template[];

  constructor(token: TagToken, remain: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remain, liquid);
    this.kind = /['"]([a-z_]+)['"]/.exec(token.args)?.[1] ?? "";
    this.cssClass = /\bclass:\s*['"]([^'"]*)['"]/.exec(token.args)?.[1] ?? "";
    if (!FORM_ACTIONS[this.kind]) throw new Error(`form "${this.kind}" is not one of this shop's`);
    this.templates = readBlock(this, token, remain, parser);
  }

  override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const root = String(context.getSync(["routes", "root_url"]));
    const action = `${root.replace(/\/$/, "")}/${FORM_ACTIONS[this.kind]}`;
    const cssClass = this.cssClass ? ` class="${escapeHtml(this.cssClass)}"` : "";
    emitter.write(
      `<form method="post" action="${escapeHtml(action)}" accept-charset="UTF-8"${cssClass}>` +
        `<input type="hidden" name="form_type" value="${this.kind}">`,
    );
    const product = this.kind === "product" && context.getSync(["product", "id"]);
    if (product)
      emitter.write(
        `<input type="hidden" name="product-id" value="${escapeHtml(String(product))}">`,
      );
    const scope: Scope = { form: { id: this.kind } };
    context.push(scope);
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
    context.pop();
    emitter.write("</form>");
  }
}

/** `{% render 'snippet' %}`, and `{% render block %}` for an app block, whose markup is ready when the section renders. */
class RenderOrBlockTag extends Tag {
  private readonly snippet: RenderTag | null;
  private readonly variable: string;

  constructor(token: TagToken, remain: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remain, liquid);
    this.variable = /^\s*([a-z_]+)\s*$/.exec(token.args)?.[1] ?? "";
    this.snippet = this.variable ? null : new RenderTag(token, remain, liquid, parser);
  }

  override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    if (this.snippet) {
      yield this.snippet.render(context, emitter);
      return;
    }
    pageOf(context);
    const block = context.getSync([this.variable]) as { html?: string } | undefined;
    emitter.write(block?.html ?? "");
  }
}

export const tags = {
  schema: SilentTag,
  stylesheet: SilentTag,
  javascript: SilentTag,
  doc: SilentTag,
  style: StyleTag,
  form: FormTag,
  render: RenderOrBlockTag,
};
