import { describe, expect, it } from '@jest/globals';
import {
  fromPublicId,
  ID_PREFIXES,
  IdGenerator,
  momentOf,
  toPublicId,
  uuidFloor,
  type IdKind,
} from './ids.ts';

const KINDS = Object.keys(ID_PREFIXES) as IdKind[];
/** The example of the TypeID specification, version 0.3 (spec/valid.yml, "valid-uuidv7"). */
const EXAMPLE_UUID = '01890a5d-ac96-774b-bcce-b302099a8057';
const EXAMPLE_SUFFIX = '01h455vb4pex5vsknk084sn02q';

const timeOf = (uuid: string): number => Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);

describe('IdGenerator', () => {
  it('makes UUIDv7s of the time that it is given', () => {
    const id = new IdGenerator(() => 1_795_000_000_123.9).next();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOf(id)).toBe(1_795_000_000_123);
  });

  it('makes ids that only grow within one millisecond', () => {
    const ids = new IdGenerator(() => 1_795_000_000_000);
    const made = Array.from({ length: 10_000 }, () => ids.next());
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
  });

  it('makes ids that only grow while the clock steps back by up to ten seconds', () => {
    let now = 1_795_000_000_000;
    const ids = new IdGenerator(() => now);
    const before = ids.next();
    now -= 10_000;
    const after = ids.next();
    expect(after > before).toBe(true);
    expect(timeOf(after)).toBe(1_795_000_000_000);
  });

  it('follows a clock that stepped back by more', () => {
    let now = 1_795_000_000_000;
    const ids = new IdGenerator(() => now);
    ids.next();
    now -= 10_001;
    expect(timeOf(ids.next())).toBe(now);
  });

  it('shares nothing with another generator', () => {
    const late = new IdGenerator(() => 1_795_000_000_000);
    late.next();
    expect(timeOf(new IdGenerator(() => 1_000).next())).toBe(1_000);
  });
});

describe('public ids', () => {
  it('are TypeIDs', () => {
    expect(toPublicId('event', EXAMPLE_UUID)).toBe(`evt_${EXAMPLE_SUFFIX}`);
  });

  it.each(KINDS)('of the kind %s come back as they went out', (kind) => {
    const uuid = new IdGenerator(() => 1_795_000_000_000).next();
    const shown = toPublicId(kind, uuid);
    expect(shown.startsWith(`${ID_PREFIXES[kind]}_`)).toBe(true);
    expect(fromPublicId(kind, shown)).toBe(uuid);
  });

  it('sort by time', () => {
    let now = 1_795_000_000_000;
    const ids = new IdGenerator(() => now);
    const shown = Array.from({ length: 100 }, () => {
      now += 997;
      return toPublicId('delivery', ids.next());
    });
    expect(shown).toEqual([...shown].sort());
  });

  it.each(KINDS.filter((kind) => kind !== 'event'))('of an event are none of the kind %s', (kind) => {
    expect(fromPublicId(kind, `evt_${EXAMPLE_SUFFIX}`)).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['a prefix alone', 'evt_'],
    ['no prefix', EXAMPLE_SUFFIX],
    ['an empty prefix', `_${EXAMPLE_SUFFIX}`],
    ['two prefixes', `x_evt_${EXAMPLE_SUFFIX}`],
    ['a UUID', EXAMPLE_UUID],
    ['a prefixed UUID', `evt_${EXAMPLE_UUID}`],
    ['too short', `evt_${EXAMPLE_SUFFIX.slice(1)}`],
    ['too long', `evt_${EXAMPLE_SUFFIX}0`],
    ['beyond 128 bits', 'evt_8zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['upper case', `evt_${EXAMPLE_SUFFIX.toUpperCase()}`],
    ['an upper-case prefix', `EVT_${EXAMPLE_SUFFIX}`],
    ['a letter that base32 leaves out', `evt_${EXAMPLE_SUFFIX.slice(0, -1)}l`],
    ['a letter beyond ASCII', `evt_${EXAMPLE_SUFFIX.slice(0, -1)}é`],
    ['space around it', ` evt_${EXAMPLE_SUFFIX} `],
    ['a line break', `evt_${EXAMPLE_SUFFIX}\n`],
    ['NUL', `evt_\0${EXAMPLE_SUFFIX.slice(1)}`],
    ['a UUID of no version', 'evt_01h455vb4p00000000000000zz'],
    ['an own id', '../../etc/passwd'],
    ['something very long', `evt_${'0'.repeat(100_000)}`],
  ])('are refused without a throw: %s', (_what, text) => {
    expect(fromPublicId('event', text)).toBeNull();
  });
});

describe('uuidFloor', () => {
  it('is the smallest id of its moment', () => {
    const moment = 1_795_000_000_123;
    const id = new IdGenerator(() => moment).next();
    expect(uuidFloor(moment) <= id).toBe(true);
    expect(uuidFloor(moment + 1) > id).toBe(true);
  });

  it('is written out in full', () => {
    expect(uuidFloor(0)).toBe('00000000-0000-0000-0000-000000000000');
    expect(uuidFloor(0x0189_0a5d_ac96 + 0.5)).toBe('01890a5d-ac96-0000-0000-000000000000');
  });
});

describe('momentOf', () => {
  it('is the millisecond of an id’s making', () => {
    const moment = Date.UTC(2026, 0, 31, 12, 0, 0, 123);
    expect(momentOf(new IdGenerator(() => moment + 0.9).next())).toBe(moment);
    expect(momentOf(uuidFloor(moment))).toBe(moment);
  });
});
