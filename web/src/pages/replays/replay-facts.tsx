import { useQuery } from '@tanstack/react-query';
import { replayStartQuery, type Replay } from '../../api/replays.ts';
import type { Schemas } from '../../api/client.ts';
import { KeyValue } from '../../ui/key-value.tsx';
import { count } from '../../ui/numbers.ts';
import { ExactTime } from '../../ui/relative-time.tsx';
import { useWebhookNames } from '../../parts/webhook-names.ts';
import { filterWords, MODE_WORDS } from './replay-words.ts';

export function ReplayFacts({ replay }: { readonly replay: Replay }) {
  const { id, mode, filter, rate_per_second: rate, created_at: startedAt, completed_at: endedAt } = replay;
  const { nameOf } = useWebhookNames();
  const { data: start } = useQuery(replayStartQuery(id));
  const rows = [
    { key: 'Mode', value: MODE_WORDS[mode].label },
    { key: 'Of', value: filterWords(filter, nameOf) },
    { key: 'Pace', value: `${count(rate)} a second` },
    { key: 'Started by', value: start == null ? '–' : actorName(start.actor) },
    { key: 'Started', value: <ExactTime at={startedAt} /> },
    { key: 'Ended', value: endedAt === null ? 'still running' : <ExactTime at={endedAt} /> },
  ];
  return (
    <section className="card" aria-labelledby="facts">
      <h2 id="facts">About it</h2>
      <KeyValue rows={rows} />
      <p className="muted replay-mode-sentence">{MODE_WORDS[mode].sentence}</p>
    </section>
  );
}

const ACTOR_NAMES = {
  open: 'anybody: the API is open',
  system: 'Posthorn itself',
  admin_key: 'the operator',
  key: 'a key',
  token: 'a token',
} as const satisfies Record<Schemas['AuditActor']['kind'], string>;

function actorName({ kind, id, name }: Schemas['AuditActor']): string {
  return name ?? id ?? ACTOR_NAMES[kind];
}
