import { foundInWords } from './found-in-words.ts';

interface FoundNoteProps {
  /** As the API counts; null where it did not. */
  readonly total: number | null;
  /** Rows that were read so far. */
  readonly loaded: number;
  readonly isMore: boolean;
}

/** How many there are, as far as it is known, and by which keys one goes through them. */
export function FoundNote(props: FoundNoteProps) {
  if (props.loaded === 0) return null;
  return (
    <p className="list-note">
      {foundInWords(props)}
      <span className="is-wide-only">
        {' '}
        <kbd className="key">j</kbd> <kbd className="key">k</kbd> move, <kbd className="key">Enter</kbd>{' '}
        opens, <kbd className="key">/</kbd> searches, <kbd className="key">Esc</kbd> goes back.
      </span>
    </p>
  );
}
