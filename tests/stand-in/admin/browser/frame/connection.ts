import { type FromAdmin, type FromApp, MARK } from "../messages.ts";
import { byId, config } from "./page.ts";

export const iframe = byId<HTMLIFrameElement>("app-frame");

export function onApp(listener: (message: FromApp) => void): void {
  window.addEventListener(
    "message",
    (event: MessageEvent<{ mark?: string; message?: FromApp }>) => {
      const fromApp = event.source === iframe.contentWindow && event.origin === config.appOrigin;
      if (fromApp && event.data?.mark === MARK && event.data.message) listener(event.data.message);
    },
  );
}

export function tellApp(message: FromAdmin): void {
  iframe.contentWindow?.postMessage({ mark: MARK, message }, config.appOrigin);
}
