import { useEffect, type RefObject } from 'react';
import { areKeysTaken } from './keyboard.ts';

/** `/` leads to the page's own search field, rather than to the palette. */
export function useSearchKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isModified = event.ctrlKey || event.metaKey || event.altKey;
      if (event.key !== '/' || isModified || areKeysTaken(event.target)) return;
      event.preventDefault();
      field.current?.select();
    };
    // Before the palette hears of it, which leaves alone what is taken.
    window.addEventListener('keydown', listen, { capture: true });
    return () => {
      window.removeEventListener('keydown', listen, { capture: true });
    };
  }, [field]);
}
