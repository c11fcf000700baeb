/** The callbacks of each signal that has any. */
const subscriptions = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal aborts. One listener serves all callbacks of a signal: thousands of sends share one, and
 * an `EventTarget` walks all its listeners for each that comes or goes, and warns from the eleventh on.
 *
 * @returns the function that ends the subscription
 */
export function subscribeToAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = subscriptions.get(signal) ?? listenTo(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
  };
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  subscriptions.set(signal, callbacks);
  signal.addEventListener(
    'abort',
    () => {
      for (const callback of callbacks) callback();
    },
    { once: true },
  );
  return callbacks;
}
