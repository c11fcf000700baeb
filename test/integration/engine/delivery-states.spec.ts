import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DELIVERY_COMMANDS,
  DELIVERY_MOVES,
  stateAfter,
  type DeliveryCommand,
  type DeliveryCondition,
  type DeliveryState,
} from '../../../src/domain/delivery-states.ts';
import { uuidFloor, type Uuid } from '../../../src/domain/ids.ts';
import type { Outcome } from '../../../src/domain/outcomes.ts';
import { EXPIRE_OLD } from '../../../src/engine/history/sql/expire-old.ts';
import type { ClaimedDelivery } from '../../../src/engine/queue/claimed-delivery.ts';
import { limitedByWebhooks } from '../../../src/engine/queue/claim-limits.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import { EXPIRE_DUE } from '../../../src/engine/queue/sql/expire-due.ts';
import { CANCEL } from '../../../src/engine/queue/sql/cancel.ts';
import { MOVE_BACK } from '../../../src/engine/queue/sql/move-back.ts';
import { run } from '../../../src/engine/statement.ts';
import { DEFAULT_TENANT, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { completionOf, findDelivery, insertDeliveries, NOWHERE } from './delivery-rows.ts';

const COMMANDS = Object.keys(DELIVERY_COMMANDS) as DeliveryCommand[];
const SHADOWED: Outcome = { kind: 'shadowed', reason: 'shadow_mode' };
const DEAD: Outcome = { kind: 'dead_letter', reason: 'exhausted', disablesWebhook: false };
const AN_HOUR = 3_600_000;

/** Brings the delivery somewhere, step by step; each step is one of the engine's own statements or a bare UPDATE. */
type Step =
  | 'claim'
  | 'other_claims'
  | 'end'
  | 'promote'
  | 'retry'
  | 'many_claims'
  | 'time_out'
  | Outcome
  | { readonly sql: string };
const LATER: Outcome = { kind: 'retry', delayMs: AN_HOUR };
const NOW: Outcome = { kind: 'retry', delayMs: 0 };
const DELETED = { sql: 'update webhooks set deleted_at = now()' };
const ERASED = { sql: 'update events set data = null' };

/** The functions of docs/control-from-sql.md that do the same. */
const FROM_SQL: Partial<Record<DeliveryCommand, string>> = {
  retry: `requeue(status => 'delivered,failed,cancelled,shadowed', since => '-infinity')`,
  cancelByHand: `cancel(since => '-infinity')`,
};

type Situation = readonly [name: string, state: DeliveryState, steps: Step[], holds: DeliveryCondition[]];
const SITUATIONS: readonly Situation[] = [
  ['new', 'pending', [], []],
  ['new and too late', 'pending', ['time_out'], ['has_expired']],
  ['after a lost lease', 'pending', ['claim', 'end', 'promote'], ['lease_is_current']],
  ['retried by hand', 'pending', ['claim', DEAD, 'retry'], []],
  ['in its first attempt', 'in_progress', ['claim'], ['lease_is_current', 'is_untried']],
  [
    'in its second attempt',
    'in_progress',
    ['claim', NOW, 'promote', 'claim'],
    ['lease_is_current', 'is_tried'],
  ],
  [
    'retried by hand and claimed',
    'in_progress',
    ['claim', DEAD, 'retry', 'claim'],
    ['lease_is_current', 'is_untried'],
  ],
  ['held by another since', 'in_progress', ['claim', 'end', 'promote', 'other_claims'], ['is_untried']],
  ['held too long', 'in_progress', ['claim', 'end'], ['lease_is_current', 'lease_has_ended', 'is_untried']],
  [
    'retried by hand and held too long',
    'in_progress',
    ['claim', DEAD, 'retry', 'claim', 'end'],
    ['lease_is_current', 'lease_has_ended', 'is_untried'],
  ],
  [
    'held too long in its second attempt',
    'in_progress',
    ['claim', NOW, 'promote', 'claim', 'end'],
    ['lease_is_current', 'lease_has_ended', 'is_tried'],
  ],
  [
    'held too long for the fifth time',
    'in_progress',
    ['many_claims', 'claim', 'end'],
    ['lease_is_current', 'lease_has_ended', 'is_untried', 'is_unrecorded'],
  ],
  [
    'in its first attempt, and too late for another',
    'in_progress',
    ['claim', 'time_out'],
    ['lease_is_current', 'is_untried', 'has_expired'],
  ],
  ['waiting for its time', 'retrying', ['claim', LATER], []],
  ['waiting for a time that is too late', 'retrying', ['claim', LATER, 'time_out'], ['has_expired']],
  ['whose time has come', 'retrying', ['claim', NOW], ['time_has_come']],
  ['due again', 'retrying', ['claim', NOW, 'promote'], ['is_due']],
  [
    'after a lost lease of its second attempt',
    'retrying',
    ['claim', NOW, 'promote', 'claim', 'end', 'promote'],
    ['is_due', 'lease_is_current'],
  ],
  ['finished', 'delivered', ['claim', { kind: 'delivered' }], ['can_be_tried']],
  ['given up', 'dead_letter', ['claim', DEAD], ['can_be_tried']],
  ['given up, its webhook deleted', 'dead_letter', ['claim', DEAD, DELETED], []],
  ['ended', 'cancelled', ['claim', { kind: 'cancelled', reason: 'cancelled_by_request' }], ['can_be_tried']],
  ['shadowed', 'shadowed', ['claim', SHADOWED], ['can_be_tried']],
  [
    'ended, its payload erased',
    'cancelled',
    ['claim', { kind: 'cancelled', reason: 'event_erased' }, ERASED],
    [],
  ],
];

describe('the states of a delivery', () => {
  let engine: EngineHarness;
  let queue: DeliveryQueue;
  let id: Uuid;
  /** Who claimed it last; for a delivery that nobody has claimed, one who never did. */
  let holder: ClaimedDelivery;
  const seen = new Set<string>();

  beforeAll(async () => {
    engine = await startEngine();
  });

  afterAll(async () => {
    await engine.close();
  });

  beforeEach(async () => {
    await engine.database.query('delete from live_deliveries');
    queue = new DeliveryQueue(engine.pool, AN_HOUR);
    const webhook = await engine.addWebhook({ url: NOWHERE });
    [id = ''] = await insertDeliveries(engine, webhook.id, 1);
    const [row] = await engine.database.query<{ event_id: Uuid }>('select event_id from live_deliveries');
    holder = {
      id,
      tenantId: DEFAULT_TENANT,
      webhookId: webhook.id,
      eventId: row?.event_id ?? '',
      leaseToken: '999',
      attemptCount: 0,
      attemptsBefore: 0,
      expiresAt: null,
      subscriptionVersion: 1,
      maxInFlight: 64,
      pass: null,
      event: null,
    };
  });

  async function record(outcome: Outcome): Promise<void> {
    await queue.complete([completionOf(engine, holder, outcome)]);
  }

  const perform: Record<DeliveryCommand, () => Promise<unknown>> = {
    claim: async () => {
      const [claimed] = await queue.claimDue(1, limitedByWebhooks(new Map()));
      if (claimed !== undefined) holder = claimed;
    },
    succeed: async () => {
      await record({ kind: 'delivered' });
    },
    fail: async () => {
      await record(LATER);
    },
    giveUp: async () => {
      await record(DEAD);
    },
    cancel: async () => {
      await record({ kind: 'cancelled', reason: 'webhook_deleted' });
    },
    shadow: async () => {
      await record(SHADOWED);
    },
    release: async () => {
      await record({ kind: 'released' });
    },
    promote: async () => await queue.promote(),
    retry: async () => await run(engine.pool, MOVE_BACK, [DEFAULT_TENANT, [id]]),
    cancelByHand: async () => await run(engine.pool, CANCEL, [DEFAULT_TENANT, [id]]),
    expire: async () => await run(engine.pool, EXPIRE_DUE, []),
    outlive: async () =>
      await run(engine.pool, EXPIRE_OLD, [uuidFloor(engine.clock.now() + AN_HOUR), -AN_HOUR]),
  };

  async function take(step: Step): Promise<void> {
    if (typeof step === 'object' && 'kind' in step) await record(step);
    else if (typeof step === 'object') await engine.database.query(step.sql);
    else if (step === 'end')
      await engine.database.query('update live_deliveries set next_attempt_at = now()');
    else if (step === 'time_out')
      await engine.database.query('update live_deliveries set expires_at = now()');
    else if (step === 'many_claims')
      await engine.database.query('update live_deliveries set unrecorded_claims = 4');
    else if (step === 'other_claims') await queue.claimDue(1, limitedByWebhooks(new Map()));
    else await perform[step]();
  }

  /** The whole row, wherever it stands: a command that passes a delivery over leaves all of it alone. */
  async function wholeRow(): Promise<unknown> {
    return await engine.database.query(
      `select to_jsonb(d) as row from live_deliveries d where id = $1
       union all select to_jsonb(d) from finished_deliveries d where id = $1`,
      [id],
    );
  }

  const pairs = SITUATIONS.flatMap(([name, state, steps, holds]) =>
    COMMANDS.map((command) => ({ command, state, name, steps, holds })),
  );

  it.each(pairs)('$command of one that is $state, $name', async (pair) => {
    await compare(pair, perform[pair.command]);
  });

  it.each(pairs.filter(({ command }) => command in FROM_SQL))(
    '$command from SQL of one that is $state, $name',
    async (pair) => {
      await compare(pair, async () => await engine.pool.query(`select ${FROM_SQL[pair.command] ?? ''}`));
    },
  );

  async function compare(
    { command, state, steps, holds }: (typeof pairs)[number],
    act: () => Promise<unknown>,
  ): Promise<void> {
    for (const step of steps) await take(step);
    expect((await findDelivery(engine, id)).status).toBe(state);
    const conditions = new Set<DeliveryCondition>([...holds, 'is_old']);
    if (!conditions.has('is_unrecorded')) conditions.add('is_recorded');
    const before = await wholeRow();
    await act();
    const expected = stateAfter(command, state, conditions);
    if (expected === null) {
      expect(await wholeRow()).toEqual(before);
    } else {
      expect(await wholeRow()).not.toEqual(before);
      expect((await findDelivery(engine, id)).status).toBe(expected);
      seen.add(`${command} ${state} ${expected}`);
    }
  }

  it('have no other moves than those that were seen', () => {
    const listed = DELIVERY_MOVES.map(({ command, from, to }) => `${command} ${from} ${to}`);
    expect([...seen].toSorted()).toEqual(listed.toSorted());
  });
});
