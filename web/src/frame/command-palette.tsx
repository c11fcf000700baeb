import { useRouter } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { ID_PLACES, NAVIGATION, PALETTE_PLACES } from '../navigation.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { findCommands, type Command } from './commands.ts';

const ALL_PLACES = [...NAVIGATION, ...PALETTE_PLACES];

/** Where to go: by a word of a page's name, or by an id that somebody has sent. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter();
  const listId = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const commands = findCommands(text, { navigation: ALL_PLACES, idPlaces: ID_PLACES });
  const go = (index: number): void => {
    const command = commands[index];
    if (command === undefined) return;
    onClose();
    void router.navigate({ to: command.to });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (step === 0 && event.key !== 'Enter') return;
    event.preventDefault();
    if (event.key === 'Enter') go(chosen);
    else setChosen((chosen + step + commands.length) % Math.max(commands.length, 1));
  };
  return (
    <Dialog isOpen onClose={onClose} title="Go to" size="wide">
      <input
        className="input"
        role="combobox"
        aria-label="A page, or an id"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={commands.length === 0 ? undefined : optionId(listId, chosen)}
        placeholder="A page, or an id such as dlv_…"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <Options listId={listId} commands={commands} chosen={chosen} onGo={go} />
      {commands.length === 0 && <p className="muted">Nothing is called so.</p>}
    </Dialog>
  );
}

interface OptionsProps {
  readonly listId: string;
  readonly commands: readonly Command[];
  readonly chosen: number;
  readonly onGo: (index: number) => void;
}

/** The focus stays in the field, which tells which of them is meant. */
function Options({ listId, commands, chosen, onGo }: OptionsProps) {
  return (
    <div id={listId} role="listbox" aria-label="Places" className="palette-list">
      {commands.map(({ key, label, icon }, index) => (
        // eslint-disable-next-line jsx-a11y-x/click-events-have-key-events, jsx-a11y-x/interactive-supports-focus -- the keys are the field's
        <div
          key={key}
          id={optionId(listId, index)}
          role="option"
          aria-selected={index === chosen}
          className="palette-option"
          onClick={() => {
            onGo(index);
          }}
        >
          <Icon name={icon} />
          {label}
        </div>
      ))}
    </div>
  );
}

function optionId(listId: string, index: number): string {
  return `${listId}-${String(index)}`;
}
