/*
 * Arrays as the parameters of a statement. The driver's own way quotes and escapes every element, which Postgres then takes
 * apart again: 6 % of a delivery's CPU in this process alone. Numbers and UUIDs need no quoting; texts and bytes go in
 * Postgres' binary form (array_recv), as they are.
 */

/** What needs no quoting: UUIDs, numbers, booleans and words without special characters. */
export type Plain = string | number | boolean | null;

/** The array literal of what is read of each item: text put together as it goes, with no list in between. */
export function plainArrayLiteral<Item>(items: readonly Item[], read: (item: Item) => Plain): string {
  let text = '';
  for (const item of items) {
    text += text === '' ? '{' : ',';
    text += String(read(item) ?? 'NULL');
  }
  return text === '' ? '{}' : `${text}}`;
}

/** The array literal of any texts, for an array within an array parameter. */
export function textArrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** Object ids of pg_type, the same in every installation. */
const TEXT_OID = 25;
const BYTEA_OID = 17;
/** Dimensions, a flag for nulls, the type, the length and the first subscript. */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/** The binary form of a `text[]`. */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? NULL_LENGTH : Buffer.byteLength(value)));
  return writeArray(TEXT_OID, lengths, (buffer, at, index) => {
    buffer.write(values[index] ?? '', at);
  });
}

/** The binary form of a `bytea[]`. */
export function bytesArray(values: readonly (Buffer | null)[]): Buffer {
  const lengths = values.map((value) => value?.length ?? NULL_LENGTH);
  return writeArray(BYTEA_OID, lengths, (buffer, at, index) => {
    values[index]?.copy(buffer, at);
  });
}

function writeArray(
  elementType: number,
  lengths: readonly number[],
  write: (buffer: Buffer, at: number, index: number) => void,
): Buffer {
  const size = lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(length, 0), HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(size);
  let at = buffer.writeInt32BE(1);
  at = buffer.writeInt32BE(lengths.includes(NULL_LENGTH) ? 1 : 0, at);
  at = buffer.writeInt32BE(elementType, at);
  at = buffer.writeInt32BE(lengths.length, at);
  at = buffer.writeInt32BE(1, at);
  lengths.forEach((length, index) => {
    at = buffer.writeInt32BE(length, at);
    if (length <= 0) return;
    write(buffer, at, index);
    at += length;
  });
  return buffer;
}
