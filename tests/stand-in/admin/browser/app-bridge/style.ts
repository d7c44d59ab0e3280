/** Put beside the page's own sheets, not into its head: React hydrates the whole document and minds strangers. */
export function addStyle(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar, ui-modal { display: none; }
    .app-bridge-modal { padding: 0; border: 0; border-radius: 12px; width: min(620px, calc(100vw - 32px));
      max-height: calc(100vh - 32px); box-shadow: 0 8px 40px rgb(0 0 0 / 30%); color: #303030; }
    .app-bridge-modal--small { width: min(380px, calc(100vw - 32px)); }
    .app-bridge-modal--large { width: min(980px, calc(100vw - 32px)); }
    .app-bridge-modal--max { width: calc(100vw - 32px); height: calc(100vh - 32px); }
    .app-bridge-modal::backdrop { background: rgb(0 0 0 / 60%); }
    .app-bridge-modal > header { display: flex; align-items: center; gap: 8px; padding: 12px 16px; background: #f3f3f3; }
    .app-bridge-modal h2 { flex: 1; margin: 0; font: 650 14px/20px Inter, system-ui, sans-serif; }
    .app-bridge-modal > footer { display: flex; justify-content: flex-end; flex-direction: row-reverse; gap: 8px;
      padding: 12px 16px; border-top: 1px solid #ebebeb; justify-content: flex-start; }
    .app-bridge-modal > :is(header, footer) > button { font: 550 12px/20px Inter, system-ui, sans-serif; color: #303030;
      border: 0; border-radius: 8px; padding: 4px 12px; background: #e3e3e3; cursor: pointer; min-height: 28px; }
    .app-bridge-modal > header > button { background: none; padding: 4px 8px; }
    .app-bridge-modal button[data-variant="primary"] { background: #303030; color: #fff; }
    .app-bridge-modal button[data-variant="critical"] { background: #8e1f0b; color: #fff; }
    .app-bridge-modal button:disabled { opacity: 0.6; cursor: default; }
    .app-bridge-modal iframe { display: block; width: 100%; height: 60vh; border: 0; }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
