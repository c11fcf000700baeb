import { useCanGoBack, useRouter, type LinkProps } from '@tanstack/react-router';
import { useKey } from './keyboard.ts';

/** Esc leads back to where one came from; to a place that is given, for who has come by an address. */
export function useBackKey(to: NonNullable<LinkProps['to']>): void {
  const router = useRouter();
  const canGoBack = useCanGoBack();
  useKey(({ key }) => {
    if (key !== 'Escape') return;
    if (canGoBack) router.history.back();
    else void router.navigate({ to });
  });
}
