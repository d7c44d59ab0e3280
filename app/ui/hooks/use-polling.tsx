import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

/** Loads the page's data again and again while something is under way, and not while nobody looks. */
export function usePolling(active: boolean, everyMs: number): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!active || state !== "idle") return;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") revalidate();
    }, everyMs);
    const onReturn = () => document.visibilityState === "visible" && revalidate();
    document.addEventListener("visibilitychange", onReturn);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onReturn);
    };
  }, [active, state, everyMs, revalidate]);
}
