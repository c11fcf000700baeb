import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isUnauthenticated } from '../../api/api-error.ts';
import { requestHeaders } from '../../api/client.ts';
import { sessionQuery } from '../../api/session.ts';
import { serverUrl } from '../../base-path.ts';
import type { StreamMessage } from './event-stream.ts';
import { followStream, type FollowState } from './follow-stream.ts';
import { useIsLookedAt } from './looked-at.ts';
import {
  cleared,
  NO_ROWS,
  paused,
  resumed,
  withAttempts,
  type StreamedAttempt,
  type TailRows,
} from './tail-rows.ts';

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
  const queries = useQueryClient();
  const lastId = useRef<string | null>(null);
  useEffect(() => {
    if (!isLookedAt) return undefined;
    const controller = new AbortController();
    const onMessages = (messages: readonly StreamMessage[]): void => {
      lastId.current = messages.findLast(({ id }) => id !== '')?.id ?? lastId.current;
      const attempts = messages.flatMap(toAttempt);
      setRows((before) => withAttempts(before, attempts));
    };
    const onState = (changed: FollowState): void => {
      setState(changed);
      // Asked anew, it leads to where the next session begins.
      if (changed.kind === 'refused' && isUnauthenticated(changed.error)) {
        void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }
    };
    const url = serverUrl(path);
    const following = { url, headers: requestHeaders, lastId: lastId.current, onMessages, onState };
    void followStream(following, controller.signal);
    return () => {
      controller.abort();
    };
  }, [path, isLookedAt, tries, queries]);
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
