import { randomFillSync } from 'node:crypto';
import { TypeID } from 'typeid-js';
import { V7Generator } from 'uuidv7';

/** The kinds of thing that have an id of their own, by the prefix that the id carries outside the database. */
export const ID_PREFIXES = {
  tenant: 'tn',
  key: 'key',
  webhook: 'wh',
  event: 'evt',
  delivery: 'dlv',
  attempt: 'att',
  audit: 'aud',
  replay: 'rpl',
  inbox: 'inb',
  inbox_request: 'req',
  session: 'ses',
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

/** A UUIDv7 in its 36-character form: how ids stand in the database. */
export type Uuid = string;

/** How far the clock may step back before new ids follow it; within that, the last time is used again (RFC 9562, 6.2). */
const CLOCK_ROLLBACK_MS = 10_000;

/** Random numbers fetched at once: asking for eight at a time was half the cost of an id. */
const RANDOM_NUMBERS = 1_024;

class PooledRandom {
  private readonly numbers = new Uint32Array(RANDOM_NUMBERS);
  private used = RANDOM_NUMBERS;

  nextUint32(): number {
    if (this.used === RANDOM_NUMBERS) {
      randomFillSync(this.numbers);
      this.used = 0;
    }
    const number = this.numbers[this.used] ?? 0;
    this.used += 1;
    return number;
  }
}

/** Makes UUIDv7s that only grow within one process, from a time handed in (milliseconds since 1970, the database's). */
export class IdGenerator {
  private readonly generator = new V7Generator(new PooledRandom());

  constructor(private readonly now: () => number) {
    this.generator.setRollbackAllowance(CLOCK_ROLLBACK_MS);
  }

  next(): Uuid {
    return this.generator.generateOrResetWithTs(Math.floor(this.now())).toString();
  }
}

const UUID_FORM = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Crockford's alphabet in lower case, as TypeIDs use it. */
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';
/** The two digits of each ten bits. */
const DIGIT_PAIRS = Array.from(
  { length: 1024 },
  (_, bits) => BASE32.charAt(bits >> 5) + BASE32.charAt(bits & 31),
);

/** Where the 32 hexadecimal digits stand in a UUID's text. */
const DIGIT_PLACES = Array.from({ length: 36 }, (_, place) => place).filter(
  (place) => ![8, 13, 18, 23].includes(place),
);
const CODES = 128;
/** The value of a hexadecimal digit by its character code. */
const DIGIT_VALUES = Uint8Array.from(
  { length: CODES },
  (_, code) => parseInt(String.fromCharCode(code), 16) || 0,
);

/**
 * The id as the API shows it: a TypeID such as `evt_01h455vb4pex5vsknk084sn02q` (typeid.io, version 0.3). Written here
 * because every send needs some: made by typeid-js they were 7 % of a delivery's CPU.
 */
export function toPublicId(kind: IdKind, uuid: Uuid): string {
  if (!UUID_FORM.test(uuid)) throw new TypeError('not a UUID');
  let suffix = '';
  // 26 digits of 5 bits have two bits more than a UUID: they stand before it, as zeros.
  let [bits, count] = [0, 2];
  for (const place of DIGIT_PLACES) {
    bits = (bits << 4) | (DIGIT_VALUES[uuid.charCodeAt(place)] ?? 0);
    count += 4;
    if (count < 10) continue;
    count -= 10;
    suffix += DIGIT_PAIRS[bits >> count] ?? '';
    bits &= (1 << count) - 1;
  }
  return `${ID_PREFIXES[kind]}_${suffix}`;
}

/** The UUID behind a TypeID of the given kind, or null when the text is not one. Never throws. */
export function fromPublicId(kind: IdKind, text: string): Uuid | null {
  try {
    return TypeID.fromString(text, ID_PREFIXES[kind]).toUUID();
  } catch {
    return null;
  }
}

/** The time within a UUIDv7: its first 48 bits, in ms since 1970 (RFC 9562, 5.7). */
export function uuidTime(id: Uuid): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

/** The smallest UUID of a moment in milliseconds since 1970: a bound for ranges of UUIDv7s (RFC 9562, 5.7). */
export function uuidFloor(moment: number): Uuid {
  const hex = Math.floor(moment).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** When a UUIDv7 was made, in milliseconds since 1970. */
export function momentOf(uuid: Uuid): number {
  return parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}
