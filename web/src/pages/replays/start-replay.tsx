import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useStartReplay, type ReplayChoice, type ReplayPreview } from '../../api/replays.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { count } from '../../ui/numbers.ts';
import { duration } from '../../ui/times.ts';
import { useToast } from '../../ui/toast-context.ts';
import { leastDurationMs, rateOf, RATE_DEFAULT, RATE_MAX, type ReplayDraft } from './replay-draft.ts';

/** Counting ends there. */
const COUNTED_MAX = 100_000;

interface StartReplayProps {
  readonly choice: ReplayChoice;
  readonly draft: ReplayDraft;
  readonly onChange: (draft: ReplayDraft) => void;
  /** Of what is chosen now; undefined before it was counted. */
  readonly preview: ReplayPreview | undefined;
}

/** How fast, and the start of it: only of what has been counted. */
export function StartReplay({ choice, draft, onChange, preview }: StartReplayProps) {
  const [rateText, setRateText] = useState(String(draft.rate ?? RATE_DEFAULT));
  const rate = rateOf(rateText);
  const { begin, start } = useBeginning(choice);
  const isStartable = preview !== undefined && preview.total_count !== 0 && rate !== null;
  return (
    <section className="card replay-pace" aria-labelledby="replay-pace">
      <h2 id="replay-pace">Pace</h2>
      <Field
        label="Deliveries a second"
        hint={
          preview === undefined || rate === null
            ? 'A webhook’s own rate limit holds as always.'
            : estimate(preview, rate)
        }
        error={rate === null ? `A whole number from 1 to ${count(RATE_MAX)}.` : null}
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            min={1}
            max={RATE_MAX}
            value={rateText}
            onChange={({ target }) => {
              setRateText(target.value);
              const changed = rateOf(target.value);
              if (changed !== null) onChange({ ...draft, rate: changed });
            }}
          />
        )}
      </Field>
      {start.isError && <ErrorState error={start.error} isInline />}
      <div className="row">
        <Button
          variant="primary"
          icon="play"
          disabled={!isStartable}
          isBusy={start.isPending}
          onClick={() => {
            if (rate !== null) begin(rate);
          }}
        >
          Start the replay
        </Button>
        {preview === undefined && <span className="muted">Count it first.</span>}
      </div>
    </section>
  );
}

function useBeginning(choice: ReplayChoice) {
  const start = useStartReplay();
  const navigate = useNavigate();
  const toast = useToast();
  const keys = useRef(new Map<string, string>());
  const begin = (ratePerSecond: number): void => {
    // The same choice under the same key starts once, also where an answer was lost and somebody clicks again.
    const chosen = JSON.stringify([choice, ratePerSecond]);
    const idempotencyKey = keys.current.get(chosen) ?? randomText();
    keys.current.set(chosen, idempotencyKey);
    start.mutate(
      { ...choice, ratePerSecond, idempotencyKey },
      {
        onSuccess: ({ id }) => {
          toast({ text: 'The replay has been started.' });
          void navigate({ to: '/replays/$id', params: { id } });
        },
      },
    );
  };
  return { begin, start };
}

/** Not `randomUUID`, which a page has over https and on this machine alone. */
function randomText(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');
}

function estimate({ total_count: total }: ReplayPreview, rate: number): string {
  if (total === null)
    return `At least ${duration(leastDurationMs(COUNTED_MAX, rate))}, unless a webhook’s own limit is lower.`;
  if (total === 0) return 'A webhook’s own rate limit holds as always.';
  return `About ${duration(leastDurationMs(total, rate))} for ${count(total)}, unless a webhook’s own limit is lower.`;
}
