import { useEffect, useState } from "react";

/** True once something has been going on for a while: what takes an instant should not flicker. */
export function useLater(active: boolean, afterMs: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!active) return setLate(false);
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [active, afterMs]);
  return active && late;
}
