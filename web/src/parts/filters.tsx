import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Field, Input, Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { WINDOWS, fromLocalInput, toLocalInput, type CreatedRange } from './created-range.ts';
import './filters.css';

interface TextFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  /** Undefined takes the filter away. */
  readonly onChange: (value: string | undefined) => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'datetime-local';
}

/** Holds once it is left, or by Enter. Made anew by its key where the address changes. */
export function TextFilter({ label, value = '', onChange, ...rest }: TextFilterProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          {...rest}
          key={value}
          step={1}
          defaultValue={value}
          onKeyDown={leaveByKey}
          onBlur={({ target }) => {
            const text = target.value.trim();
            if (text !== value) onChange(text === '' ? undefined : text);
          }}
        />
      )}
    </Field>
  );
}

/** The keys of the list are heard again then; by Esc with what held before. */
function leaveByKey({ key, currentTarget, nativeEvent }: KeyboardEvent<HTMLInputElement>): void {
  if (nativeEvent.isComposing || (key !== 'Enter' && key !== 'Escape')) return;
  const field = currentTarget;
  if (key === 'Escape') field.value = field.defaultValue;
  field.blur();
}

interface SearchFilterProps extends Omit<TextFilterProps, 'type'> {
  readonly field?: Ref<HTMLInputElement>;
}

export function SearchFilter({ label, value = '', onChange, placeholder, field }: SearchFilterProps) {
  return (
    <div className="search-filter">
      <Icon name="search" />
      <Input
        key={value}
        ref={field}
        type="search"
        aria-label={label}
        defaultValue={value}
        placeholder={placeholder}
        onKeyDown={leaveByKey}
        onBlur={({ target }) => {
          const text = target.value.trim();
          if (text !== value) onChange(text === '' ? undefined : text);
        }}
      />
    </div>
  );
}

interface ChoiceFilterProps {
  readonly label: string;
  readonly choices: readonly { readonly id: string; readonly label: ReactNode }[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}

/** Any of several. */
export function ChoiceFilter({ label, choices, chosen, onToggle }: ChoiceFilterProps) {
  return (
    <div className="choices" role="group" aria-label={label}>
      {choices.map((choice) => {
        const isChosen = chosen.includes(choice.id);
        return (
          <button
            key={choice.id}
            type="button"
            className={classNames('choice', isChosen && 'is-chosen')}
            aria-pressed={isChosen}
            onClick={() => {
              onToggle(choice.id);
            }}
          >
            {choice.label}
          </button>
        );
      })}
    </div>
  );
}

interface RangeFilterProps {
  readonly range: CreatedRange;
  readonly onChange: (range: {
    created_after: string | undefined;
    created_before: string | undefined;
  }) => void;
}

/** A window that ends now becomes a time in the address, so that who is sent it sees the same. */
export function WindowFilter({
  range: { created_after: after, created_before: before },
  onChange,
}: RangeFilterProps) {
  const isAny = after === undefined && before === undefined;
  return (
    <Select
      className="window-filter"
      aria-label="Created"
      value={isAny ? '' : 'chosen'}
      onChange={({ target }) => {
        const ms = Number(target.value);
        const since = ms > 0 ? new Date(Date.now() - ms).toISOString() : undefined;
        onChange({ created_after: since, created_before: undefined });
      }}
    >
      <option value="">Any time</option>
      {!isAny && <option value="chosen">A range of time</option>}
      {WINDOWS.map((window) => (
        <option key={window.ms} value={window.ms}>
          {window.label}
        </option>
      ))}
    </Select>
  );
}

/** Its two ends, in the time of whoever looks. */
export function RangeFilter({
  range: { created_after: after, created_before: before },
  onChange,
}: RangeFilterProps) {
  return (
    <>
      <TextFilter
        label="Created after (your time)"
        type="datetime-local"
        value={toLocalInput(after)}
        onChange={(text) => {
          onChange({ created_after: fromLocalInput(text ?? ''), created_before: before });
        }}
      />
      <TextFilter
        label="Created before (your time)"
        type="datetime-local"
        value={toLocalInput(before)}
        onChange={(text) => {
          onChange({ created_after: after, created_before: fromLocalInput(text ?? '') });
        }}
      />
    </>
  );
}

interface ActiveFiltersProps {
  readonly filters: readonly { readonly name: string; readonly label: string; readonly value: string }[];
  readonly onRemove: (name: string) => void;
  readonly onClear: () => void;
}

/** What holds at the moment, to be taken away one by one. */
export function ActiveFilters({ filters, onRemove, onClear }: ActiveFiltersProps) {
  if (filters.length === 0) return null;
  return (
    <div className="active-filters">
      {filters.map(({ name, label, value }) => (
        <button
          key={name}
          type="button"
          className="active-filter"
          aria-label={`Remove the filter ${label} ${value}`}
          onClick={() => {
            onRemove(name);
          }}
        >
          <span className="muted">{label}</span> <span className="is-cut">{value}</span>
          <Icon name="close" />
        </button>
      ))}
      <Button variant="quiet" onClick={onClear}>
        Clear filters
      </Button>
    </div>
  );
}

interface MoreFiltersButtonProps {
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  /** How many of those behind it hold. */
  readonly held?: number;
}

/** Shows, or puts away, the filters that are seldom asked for. */
export function MoreFiltersButton({ isOpen, onToggle, held = 0 }: MoreFiltersButtonProps) {
  return (
    <Button
      icon="filter"
      aria-expanded={isOpen}
      onClick={() => {
        onToggle(!isOpen);
      }}
    >
      {held === 0 ? 'More filters' : `More filters (${String(held)})`}
    </Button>
  );
}
