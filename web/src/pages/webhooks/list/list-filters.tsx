import { Input, Select } from '../../../ui/field.tsx';
import { count } from '../../../ui/numbers.ts';
import { STATUS_LOOKS } from '../../../ui/status-looks.ts';
import { readFilter, WEBHOOK_STATES, type ListFilter } from '../webhook-places.ts';

interface ListFiltersProps {
  readonly filter: ListFilter;
  readonly onChange: (filter: ListFilter) => void;
  /** Null where nothing is filtered. */
  readonly found: number | null;
  readonly of: number;
}

export function ListFilters({ filter, onChange, found, of }: ListFiltersProps) {
  const { q = '', state = '' } = filter;
  return (
    <div className="list-filters" role="search">
      <Input
        type="search"
        aria-label="Search webhooks"
        placeholder="Name, URL, uid or event type"
        value={q}
        onChange={({ target }) => {
          onChange(readFilter({ ...filter, q: target.value }));
        }}
      />
      <Select
        aria-label="State"
        value={state}
        onChange={({ target }) => {
          onChange(readFilter({ ...filter, state: target.value }));
        }}
      >
        <option value="">Any state</option>
        {WEBHOOK_STATES.map((one) => (
          <option key={one} value={one}>
            {STATUS_LOOKS[one].label}
          </option>
        ))}
      </Select>
      <span className="muted list-found" role="status">
        {found === null ? '' : `${count(found)} of ${count(of)}`}
      </span>
    </div>
  );
}
