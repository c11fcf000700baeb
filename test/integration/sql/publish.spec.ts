import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId, toPublicId } from '../../../src/domain/ids.ts';
import { OTHER_TENANT, Producer, uuidOf } from './producer.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DAY_MS = 86_400_000;

let producer: Producer;

beforeAll(async () => {
  producer = await Producer.create();
});

afterAll(async () => {
  await producer.close();
});

describe('publish() in SQL', () => {
  it('stores an event with its outbox row, and answers its id as the API shows it', async () => {
    const id = await producer.publish(`'order.paid', '{"order_id": 4711}'`);
    expect(uuidOf(id)).toMatch(UUID_V7);
    expect(await producer.find(id)).toMatchObject({
      type: 'order.paid',
      data: '{"order_id": 4711}',
      tags: [],
      priority: 0,
      deliver_at: null,
      expires_at: null,
    });
    const outbox = await producer.database.query('select needs_admission from outbox where event_id = $1', [
      uuidOf(id),
    ]);
    expect(outbox).toEqual([{ needs_admission: true }]);
  });

  it('makes ids of the time of the database, which sort as they were made', async () => {
    const { rows } = await producer.client.query<{ id: string }>(
      `select posthorn.publish('a', '{}') as id from generate_series(1, 200)`,
    );
    const ids = rows.map(({ id }) => uuidOf(id));
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(200);
    const clock = await producer.database.query<{ now: number }>(
      'select extract(epoch from now())::float8 as now',
    );
    const made = parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16);
    expect(Math.abs(made - (clock[0]?.now ?? 0) * 1_000)).toBeLessThan(60_000);
  });

  it.each(['8000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'])(
    'writes and reads ids to the bit: %s',
    async (end) => {
      const id = `01980000-0000-7000-8000-000000000001`.slice(0, -end.length) + end;
      const rows = await producer.database.query<{ text: string; id: string }>(
        `select to_public_id('evt', $1) as text, from_public_id('evt', to_public_id('evt', $1)) as id`,
        [id],
      );
      expect(rows[0]?.id).toBe(id);
      expect(fromPublicId('event', rows[0]?.text ?? '')).toBe(id);
    },
  );

  it('takes what ids look like for nothing else', async () => {
    const rows = await producer.database.query(
      `select from_public_id('evt', t) as id from unnest(array['', 'evt_', 'wh_01h455vb4pex5vsknk084sn02q',
         'evt_81h455vb4pex5vsknk084sn02q', 'evt_01h455vb4pex5vsknk084sn02u', 'evt_01h455vb4pex5vsknk084sn02']) as t`,
    );
    expect(rows).toEqual(Array.from({ length: 6 }, () => ({ id: null })));
  });

  it('takes every option by its name', async () => {
    const id = await producer.publish(
      `'order.paid', '{}', priority => 7, tags => array['eu', 'a "b"'], occurred_at => '2026-01-31T12:00:00.123456Z',
       deliver_at => now() + interval '1 day', expires_after_ms => 172800000`,
    );
    const event = await producer.find(id);
    expect(event).toMatchObject({ priority: 7, tags: ['eu', 'a "b"'] });
    expect(event?.occurred_at).toEqual(new Date('2026-01-31T12:00:00.123Z'));
    const after = (time?: Date | null): number =>
      Math.round(((time?.getTime() ?? 0) - (event?.created_at.getTime() ?? 0)) / DAY_MS);
    // As over HTTP, the time to live begins when the event is delivered.
    expect([after(event?.deliver_at), after(event?.expires_at)]).toEqual([1, 3]);
  });

  it.each([
    ['a literal', `'{"b": 1.0,"a":"\\u0000\\ud800","a":2}'`, '{"b": 1.0,"a":"\\u0000\\ud800","a":2}'],
    ['text', `text '{"a":1}'`, '{"a":1}'],
    ['json', `json ' {"b": 1.0, "a":"\\u0000"}\n'`, '{"b": 1.0, "a":"\\u0000"}'],
    ['jsonb, in its own order', `jsonb '{"b":1.0,"a":2}'`, '{"a": 2, "b": 1.0}'],
    ['a function’s JSON', `json_build_object('a', 1)`, '{"a" : 1}'],
  ])('keeps %s as it is written', async (_what, literal, stored) => {
    expect((await producer.find(await producer.publish(`'a', ${literal}`)))?.data).toBe(stored);
  });

  it('takes parameters of a driver, whatever it says of their types', async () => {
    const id = await producer.publish('$1, $2, tags => $3', ['a', '{"n":1}', ['x']]);
    expect(await producer.find(id)).toMatchObject({ data: '{"n":1}', tags: ['x'] });
    expect((await producer.find(await producer.publish('$1, $2::jsonb', ['a', { n: 1 }])))?.data).toBe(
      '{"n": 1}',
    );
  });

  it.each([
    ['occurred_at', '0002-12-31 23:59:59Z BC', 'infinity', '-infinity'],
    ['deliver_at', '2999-01-01Z', 'infinity', '-infinity'],
  ])('refuses moments that %s cannot have', async (field, ...moments) => {
    for (const moment of moments) {
      const published = producer.publish(`'a', '{}', ${field} => '${moment}'`);
      await expect(published).rejects.toMatchObject({
        code: '22008',
        hint: expect.stringContaining('Leave it out'),
      });
    }
  });

  it('takes deliver_at up to 30 days ahead, and one that is past as none', async () => {
    const ahead = await producer.find(
      await producer.publish(`'a', '{}', deliver_at => now() + interval '30 days'`),
    );
    expect(ahead?.deliver_at).not.toBeNull();
    const past = await producer.find(
      await producer.publish(`'a', '{}', deliver_at => now() - interval '1 minute'`),
    );
    expect(past?.deliver_at).toBeNull();
    const later = producer.publish(`'a', '{}', deliver_at => now() + interval '30 days 1 minute'`);
    await expect(later).rejects.toMatchObject({ code: '22008' });
  });

  it('is undone with its transaction, and with a savepoint', async () => {
    await producer.client.query('begin');
    const undone = await producer.publish(`'a', '{}', idempotency_key => 'undone'`);
    await producer.client.query('rollback');
    await producer.client.query('begin');
    const kept = await producer.publish(`'a', '{}', idempotency_key => 'undone'`);
    await producer.client.query('savepoint s');
    const back = await producer.publish(`'a', '{}'`);
    await producer.client.query('rollback to s');
    await producer.client.query('commit');
    expect(await Promise.all([undone, kept, back].map(async (id) => await producer.find(id)))).toEqual([
      undefined,
      expect.anything(),
      undefined,
    ]);
  });

  it('publishes for the tenant that is named by uid or id', async () => {
    const [byUid, byId] = [
      await producer.publish(`'a', '{}', tenant => 'other'`),
      await producer.publish(`'a', '{}', tenant => '${toPublicId('tenant', OTHER_TENANT)}'`),
    ];
    const rows = await producer.database.query('select distinct tenant_id from events where id = any ($1)', [
      [uuidOf(byUid), uuidOf(byId)],
    ]);
    expect(rows).toEqual([{ tenant_id: OTHER_TENANT }]);
  });

  it('makes the partition of a day that no worker has made', async () => {
    const day = `to_char(now() at time zone 'UTC', 'YYYYMMDD')`;
    await producer.database.query(`delete from outbox`);
    await producer.database.query(`select drop_partition('events', (now() at time zone 'UTC')::date)`);
    expect(await producer.database.query(`select to_regclass('events_p' || ${day}) as found`)).toEqual([
      { found: null },
    ]);
    expect(await producer.find(await producer.publish(`'a', '{}'`))).toBeDefined();
  });

  it('leaves the settings of its caller’s transaction as they were', async () => {
    const settings = `select current_setting('search_path'), current_setting('posthorn.tenant', true) as tenant`;
    await producer.client.query(`begin; set local posthorn.tenant = 'mine'`);
    const before = (await producer.client.query(settings)).rows;
    await producer.publish(`'a', '{}'`);
    expect((await producer.client.query(settings)).rows).toEqual(before);
    await producer.client.query('rollback');
  });
});
