import { useEffect, useEffectEvent } from 'react';

/** Whether keys belong to something else at the moment: a field that is typed into, a dialog, a menu. */
export function areKeysTaken(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return true;
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** Hears keys anywhere on the page, but for those that are typed or go with a modifier. */
export function useKey(onKey: (event: KeyboardEvent) => void): void {
  const heard = useEffectEvent((event: KeyboardEvent) => {
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    if (!isModified && !event.defaultPrevented && !areKeysTaken(event.target)) onKey(event);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      heard(event);
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, []);
}
