import { useState } from 'react';
import { usePurgeDeadLetters } from '../../api/dead-letters.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { count } from '../../ui/numbers.ts';
import { exactTime } from '../../ui/times.ts';
import { useToast } from '../../ui/toast-context.ts';
import { useWebhookNames } from '../../parts/webhook-names.ts';

const DAY_MS = 86_400_000;

const AGES = [
  { days: 90, label: 'more than 90 days ago' },
  { days: 30, label: 'more than 30 days ago' },
  { days: 7, label: 'more than 7 days ago' },
  { days: 1, label: 'more than a day ago' },
  { days: 0, label: 'at any time' },
] as const;

const DEFAULT_DAYS = 30;

/** Takes away for good what nobody will send any more. */
export function PurgeDeadLetters({ webhookId }: { readonly webhookId: string | undefined }) {
  const [days, setDays] = useState(DEFAULT_DAYS);
  /** Of the purge that is asked about; null while none is. */
  const [olderThan, setOlderThan] = useState<string | null>(null);
  return (
    <section className="card stack" aria-labelledby="purge">
      <div>
        <h2 id="purge">Purge</h2>
        <p className="muted purge-note">
          Removes dead letters that nobody will send any more. They go by themselves when history is no longer
          kept.
        </p>
      </div>
      <div className="purge-line">
        <Field label="Given up">
          {(control) => (
            <Select
              {...control}
              value={String(days)}
              onChange={({ target }) => {
                setDays(Number(target.value));
              }}
            >
              {AGES.map((age) => (
                <option key={age.days} value={String(age.days)}>
                  {age.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button
          icon="trash"
          onClick={() => {
            setOlderThan(new Date(Date.now() - days * DAY_MS).toISOString());
          }}
        >
          Purge…
        </Button>
      </div>
      <ConfirmPurge
        olderThan={olderThan}
        webhookId={webhookId}
        onClose={() => {
          setOlderThan(null);
        }}
      />
    </section>
  );
}

interface ConfirmPurgeProps {
  readonly olderThan: string | null;
  readonly webhookId: string | undefined;
  readonly onClose: () => void;
}

function ConfirmPurge({ olderThan, webhookId, onClose }: ConfirmPurgeProps) {
  const purge = usePurgeDeadLetters();
  const { nameOf } = useWebhookNames();
  const toast = useToast();
  const close = (): void => {
    purge.reset();
    onClose();
  };
  const confirm = (): void => {
    if (olderThan === null) return;
    const onSuccess = (purged: number): void => {
      close();
      toast({
        text: purged === 1 ? 'One dead letter was purged.' : `${count(purged)} dead letters were purged.`,
      });
    };
    purge.mutate({ olderThan, webhookId }, { onSuccess });
  };
  return (
    <Confirm
      isOpen={olderThan !== null}
      onClose={close}
      title="Purge these dead letters?"
      action="Purge for good"
      isDangerous
      isBusy={purge.isPending}
      error={purge.error}
      onConfirm={confirm}
    >
      {webhookId === undefined ? 'Of all webhooks' : `Of ${nameOf(webhookId)}`}, everything that was given up
      before {exactTime(olderThan ?? '')} goes. It can neither be retried nor replayed any more, and this
      cannot be taken back.
    </Confirm>
  );
}
