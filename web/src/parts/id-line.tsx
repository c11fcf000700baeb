import { CopyButton } from '../ui/copy-button.tsx';
import './id-line.css';

interface IdLineProps {
  readonly id: string;
  /** Whose it is: "delivery". */
  readonly of: string;
}

/** An id as it is, to be copied. */
export function IdLine({ id, of }: IdLineProps) {
  return (
    <span className="id-line">
      <code>{id}</code>
      <CopyButton text={id} label={`Copy the ${of}’s id`} />
    </span>
  );
}
