/** What a field of the type `datetime-local` shows for a time of the API, in the time of whoever looks; empty for none. */
export function toLocalField(at: string | undefined): string {
  const time = new Date(at ?? NaN);
  if (Number.isNaN(time.getTime())) return '';
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = [String(time.getFullYear()).padStart(4, '0'), two(time.getMonth() + 1), two(time.getDate())];
  return `${date.join('-')}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** The other way; undefined for what is no time. */
export function fromLocalField(text: string): string | undefined {
  const time = new Date(text);
  return text === '' || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
