import { useCallback, useEffect, useRef, useState } from 'react';
import { requestHeaders } from '../../api/client.ts';
import { serverUrl } from '../../base-path.ts';
import type { StreamMessage } from './event-stream.ts';
import { followStream, type FollowState } from './follow-stream.ts';
import { useIsLookedAt } from './looked-at.ts';
import { cleared, NO_ROWS, paused, resumed, withAttempts, type StreamedAttempt, type TailRows } from './tail-rows.ts';

export interface LiveTail {
  readonly rows: TailRows;
  readonly state: FollowState;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly clear: () => void;
  /** After a refusal. */
  readonly retry: () => void;
}

/** Follows the stream while the page is looked at; mount it anew for another path. */
export function useLiveTail(path: `/${string}`): LiveTail {
  const [rows, setRows] = useState<TailRows>(NO_ROWS);
  const [state, setState] = useState<FollowState>({ kind: 'connecting' });
  const [tries, setTries] = useState(0);
  const isLookedAt = useIsLookedAt();
  const lastId = useRef<string | null>(null);
  useEffect(() => {
    if (!isLookedAt) return undefined;
    const controller = new AbortController();
    const onMessages = (messages: readonly StreamMessage[]): void => {
      lastId.current = messages.findLast(({ id }) => id !== '')?.id ?? lastId.current;
      setRows((before) => withAttempts(before, messages.flatMap(toAttempt)));
    };
    const following = { url: serverUrl(path), headers: requestHeaders, lastId: lastId.current, onMessages, onState: setState };
    void followStream(following, controller.signal);
    return () => {
      controller.abort();
    };
  }, [path, isLookedAt, tries]);
  return {
    rows,
    state: isLookedAt ? state : RESTING,
    pause: useCallback(() => {
      setRows(paused);
    }, []),
    resume: useCallback(() => {
      setRows(resumed);
    }, []),
    clear: useCallback(() => {
      setRows(cleared);
    }, []),
    retry: useCallback(() => {
      setTries((count) => count + 1);
    }, []),
  };
}

const RESTING: FollowState = { kind: 'resting' };

function toAttempt({ event, data }: StreamMessage): StreamedAttempt[] {
  return event === 'attempt' ? [JSON.parse(data) as StreamedAttempt] : [];
}
