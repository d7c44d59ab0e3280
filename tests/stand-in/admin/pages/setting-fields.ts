import { escapeHtml } from "../../http.ts";
import { schemaText, type BlockSchema, type BlockSetting } from "../../storefront/extension.ts";

/** A block setting as a form field, named after the setting. */
export function settingField(
  setting: BlockSetting,
  values: Record<string, unknown>,
  id: string,
): string {
  const text = (label: string | undefined) => escapeHtml(schemaText(label ?? "", "en"));
  if (setting.type === "header") return `<h3>${text(setting.content)}</h3>`;
  const name = setting.id ?? "";
  const value = escapeHtml(String(values[name] ?? ""));
  const [field, hint] = [escapeHtml(id), `${escapeHtml(id)}-hint`];
  const attributes = `id="${field}" name="${name}"${setting.info ? ` aria-describedby="${hint}"` : ""}`;
  if (setting.type === "checkbox") {
    const checked = values[name] === true ? " checked" : "";
    return `<label class="check"><input type="checkbox" ${attributes}${checked}> ${text(setting.label)}</label>`;
  }
  const unit = setting.unit ? ` (${setting.unit})` : "";
  const info = setting.info ? `<p class="quiet" id="${hint}">${text(setting.info)}</p>` : "";
  return `<div class="field"><label for="${field}">${text(setting.label)}${unit}</label>${control(setting, attributes, value)}${info}</div>`;
}

/** What the form says of each setting, in the setting's own type. */
export function readSettings(schema: BlockSchema, form: URLSearchParams): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const { id, type } of schema.settings) {
    if (!id) continue;
    if (type === "checkbox") settings[id] = form.has(id);
    else if (type === "range") settings[id] = Number(form.get(id));
    else settings[id] = form.get(id) ?? "";
  }
  return settings;
}

function control(setting: BlockSetting, attributes: string, value: string): string {
  if (setting.type === "color") return `<input type="color" ${attributes} value="${value}">`;
  if (setting.type === "range") {
    const { min, max, step } = setting;
    return `<input type="number" ${attributes} value="${value}" min="${min}" max="${max}" step="${step}">`;
  }
  if (setting.type !== "select") return `<input type="text" ${attributes} value="${value}">`;
  const options = (setting.options ?? []).map((option) => {
    const selected = escapeHtml(option.value) === value ? " selected" : "";
    return `<option value="${escapeHtml(option.value)}"${selected}>${escapeHtml(schemaText(option.label, "en"))}</option>`;
  });
  return `<select ${attributes}>${options.join("")}</select>`;
}
