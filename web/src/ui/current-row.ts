import { useState } from 'react';
import { useKey } from './keyboard.ts';
import { indexOfPlace, NO_ROW, type RowPlace } from './row-place.ts';

interface CurrentRowOptions {
  readonly count: number;
  readonly idAt: (index: number) => string;
  /** Where the keys are at first. */
  readonly from?: RowPlace | undefined;
  readonly onOpen: (index: number) => void;
  readonly onMove: (index: number) => void;
}

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Which of the rows the keys are at; −1 for none. It stays the same row when others come before it. */
export function useCurrentRow({ count, idAt, from = NO_ROW, onOpen, onMove }: CurrentRowOptions) {
  const [place, setPlace] = useState(from);
  const current = indexOfPlace(place, count, idAt);
  const setCurrent = (index: number): void => {
    setPlace({ index, id: idAt(index) });
  };
  useKey((event) => {
    if (event.key === 'Enter' && current >= 0 && !isOnControl(event.target)) onOpen(current);
    const step = STEPS[event.key];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    const next = Math.min(Math.max(current + step, 0), count - 1);
    setCurrent(next);
    onMove(next);
  });
  return { current, setCurrent };
}

/** There Enter does what the control does. */
function isOnControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button') !== null;
}
