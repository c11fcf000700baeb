import type { ReplayMode } from '../../api/replays.ts';
import { MODES, type ReplayDraft } from './replay-draft.ts';
import { MODE_WORDS } from './replay-words.ts';

interface ReplayModesProps {
  readonly mode: ReplayMode;
  readonly draft: ReplayDraft;
  readonly onChange: (draft: ReplayDraft) => void;
}

export function ReplayModes({ mode, draft, onChange }: ReplayModesProps) {
  return (
    <fieldset className="card replay-modes">
      <legend className="visually-hidden">What is sent</legend>
      <h2 aria-hidden="true">What is sent</h2>
      {MODES.map((one) => (
        <label key={one} className="replay-mode">
          <input
            type="radio"
            name="mode"
            value={one}
            checked={one === mode}
            onChange={() => {
              onChange({ ...draft, mode: one });
            }}
          />
          <span>
            <strong>{MODE_WORDS[one].label}</strong>{' '}
            <span className="replay-mode-sentence muted">{MODE_WORDS[one].sentence}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
