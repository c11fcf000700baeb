import type { ReactNode } from 'react';

/**
 * Stands for the package `react-remove-scroll`, which Radix has for its modal layers (vite.config.ts): that one writes a
 * style sheet into the page, and the content security policy refuses it. What scrolls behind a dialog is held by base.css.
 */
export function RemoveScroll({ children }: { readonly children?: ReactNode }): ReactNode {
  return children;
}
