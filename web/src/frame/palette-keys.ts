import { useEffect, useEffectEvent } from 'react';
import { areKeysTaken } from '../ui/keyboard.ts';

/** Ctrl or Cmd with K anywhere, `/` where nothing is typed and the page has no search of its own. */
export function usePaletteKeys(onOpen: () => void): void {
  const open = useEffectEvent(onOpen);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isCombination = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
      const isFree = !event.defaultPrevented && !areKeysTaken(event.target);
      const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && isFree;
      if (!isCombination && !isSlash) return;
      event.preventDefault();
      open();
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, []);
}
