import { useEffect, useState } from 'react';

const STILL_MS = 350;

/** The value as it is once nobody has changed it for a moment: each change would be a request. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, STILL_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return settled;
}
