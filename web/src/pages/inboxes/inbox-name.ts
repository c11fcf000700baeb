import type { Inbox } from '../../api/inboxes.ts';

const ID_END_CHARACTERS = 6;

/** Its name, or for want of one the end of its id, which tells it from those made at the same time. */
export function inboxName({ name, id }: Pick<Inbox, 'name' | 'id'>): string {
  return name === '' ? `Inbox …${id.slice(-ID_END_CHARACTERS)}` : name;
}
