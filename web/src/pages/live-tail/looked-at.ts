import { useEffect, useState } from 'react';

/** A page that is hidden for a moment keeps its stream; one that was forgotten in another tab gives it back. */
const HIDDEN_MAX_MS = 60_000;

/** False from a minute after the page was hidden until it is seen again. */
export function useIsLookedAt(): boolean {
  const [isLookedAt, setIsLookedAt] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const change = (): void => {
      clearTimeout(timer);
      if (!document.hidden) setIsLookedAt(true);
      else {
        timer = setTimeout(() => {
          setIsLookedAt(false);
        }, HIDDEN_MAX_MS);
      }
    };
    document.addEventListener('visibilitychange', change);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', change);
    };
  }, []);
  return isLookedAt;
}
