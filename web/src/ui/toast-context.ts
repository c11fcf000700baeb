import { createContext, useContext } from 'react';

export interface Toast {
  readonly text: string;
  /** Default: `good`. */
  readonly tone?: 'good' | 'bad';
}

export type ShowToast = (toast: Toast) => void;

export const ToastContext = createContext<ShowToast | null>(null);

/** Tells in a corner what was done, for some seconds. What went wrong with a form stands at the form instead. */
export function useToast(): ShowToast {
  const show = useContext(ToastContext);
  if (show === null) throw new Error('there is no ToastProvider around this');
  return show;
}
