import { ApiError } from '../api/api-error.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icon.tsx';

interface ErrorStateProps {
  /** Mostly an `ApiError`; whatever was thrown. */
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Within a form or a dialog, rather than in the place of what could not be shown. */
  readonly isInline?: boolean;
}

/** A failure in the API's own words, with every fault that it found, and the id by which the log knows the request. */
export function ErrorState({ error, onRetry, isInline = false }: ErrorStateProps) {
  const problem = error instanceof ApiError ? error : null;
  return (
    <div className={classNames('state', 'state-error', isInline && 'state-inline')} role="alert">
      <Icon name="warning" className="state-icon" />
      <p className="state-title">{problem?.title ?? 'Something went wrong'}</p>
      <p className="state-text">{error instanceof Error ? error.message : String(error)}</p>
      {problem !== null && problem.faults.length > 0 && (
        <ul className="state-faults">
          {problem.faults.map(({ path, message }) => (
            <li key={path + message}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {problem?.requestId != null && (
        <p className="state-request">
          Request <code>{problem.requestId}</code>
          <CopyButton text={problem.requestId} label="Copy the request’s id" />
        </p>
      )}
      {onRetry !== undefined && (
        <Button icon="refresh" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
