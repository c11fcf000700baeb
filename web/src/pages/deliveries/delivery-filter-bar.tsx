import { useRef, useState } from 'react';
import type { DeliveryFilters } from '../../api/deliveries.ts';
import {
  ActiveFilters,
  ChoiceFilter,
  MoreFiltersButton,
  RangeFilter,
  SearchFilter,
  TextFilter,
  WindowFilter,
} from '../../parts/filters.tsx';
import { toggled, wordsOf } from '../../parts/search-texts.ts';
import type { WebhookNames } from '../../parts/webhook-names.ts';
import { ERROR_NAMES } from '../../ui/error-names.ts';
import { Select } from '../../ui/field.tsx';
import { useSearchKey } from '../../ui/search-key.ts';
import { STATUS_LOOKS } from '../../ui/status-looks.ts';
import { exactTime } from '../../ui/times.ts';
import { countOfOthers, FILTER_LABELS, FILTER_NAMES, type FilterName } from './deliveries-search.ts';

const STATUSES = (
  [
    ...(['dead_letter', 'retrying', 'rate_limited', 'pending', 'in_progress'] as const),
    ...(['delivered', 'cancelled', 'shadowed'] as const),
  ] as const
).map((id) => ({ id, label: STATUS_LOOKS[id].label }));

const ERRORS = Object.entries(ERROR_NAMES).map(([id, label]) => ({ id, label }));

/** Undefined takes a filter away. */
export type ChangedFilters = Readonly<Partial<Record<FilterName, string | undefined>>>;

interface DeliveryFilterBarProps {
  readonly filters: DeliveryFilters;
  readonly names: WebhookNames;
  readonly onChange: (changed: ChangedFilters) => void;
  readonly onClear: () => void;
}

export function DeliveryFilterBar({ filters, names, onChange, onClear }: DeliveryFilterBarProps) {
  const search = useRef<HTMLInputElement>(null);
  useSearchKey(search);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className="filter-bar" aria-label="Filters">
      <div className="filter-line">
        <SearchFilter
          field={search}
          label="Search deliveries"
          placeholder="An id, a URL, an event type, a tag…"
          value={filters.q}
          onChange={(q) => {
            onChange({ q });
          }}
        />
        <WebhookFilter value={filters.webhook_id} names={names} onChange={onChange} />
        <WindowFilter range={filters} onChange={onChange} />
        <MoreFiltersButton isOpen={isOpen} onToggle={setIsOpen} held={countOfOthers(filters)} />
      </div>
      <ChoiceFilter
        label="Status"
        choices={STATUSES}
        chosen={statusesOf(filters)}
        onToggle={(id) => {
          onChange({ status: toggled(statusesOf(filters).join(','), id) });
        }}
      />
      {isOpen && <OtherFilters filters={filters} onChange={onChange} />}
      <ActiveFilters
        filters={activeOf(filters, names)}
        onRemove={(name) => {
          onChange({ [name]: undefined });
        }}
        onClear={onClear}
      />
    </section>
  );
}

/** `failed` stands for two of them. */
function statusesOf({ status }: DeliveryFilters): string[] {
  return wordsOf(status).flatMap((word) => (word === 'failed' ? ['retrying', 'dead_letter'] : word));
}

function activeOf(filters: DeliveryFilters, names: WebhookNames) {
  return FILTER_NAMES.flatMap((name) => {
    const value = filters[name];
    // The status is seen above, and is taken away there.
    if (value === undefined || name === 'status') return [];
    return [{ name, label: FILTER_LABELS[name], value: inWords(name, value, names) }];
  });
}

function inWords(name: FilterName, value: string, names: WebhookNames): string {
  if (name === 'webhook_id') return names.get(value) ?? value;
  if (name === 'error_type') return wordsOf(value).map(errorInWords).join(', ');
  return name === 'created_after' || name === 'created_before' ? exactTime(value) : value;
}

function errorInWords(type: string): string {
  return ERRORS.find(({ id }) => id === type)?.label ?? type;
}

interface WebhookFilterProps extends Pick<DeliveryFilterBarProps, 'names' | 'onChange'> {
  readonly value: string | undefined;
}

function WebhookFilter({ value = '', names, onChange }: WebhookFilterProps) {
  return (
    <Select
      aria-label="Webhook"
      value={value}
      onChange={({ target }) => {
        onChange({ webhook_id: target.value });
      }}
    >
      <option value="">All webhooks</option>
      {value !== '' && !names.has(value) && <option value={value}>{value}</option>}
      {[...names].map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

type OtherFiltersProps = Pick<DeliveryFilterBarProps, 'filters' | 'onChange'>;

const TEXTS = [
  { name: 'event_type', placeholder: 'order.paid' },
  { name: 'response_status', placeholder: '503 or 4xx,5xx' },
  { name: 'tag', placeholder: 'eu' },
  { name: 'event_id', placeholder: 'evt_…' },
  { name: 'replay_id', placeholder: 'rpl_…' },
] as const;

function OtherFilters({ filters, onChange }: OtherFiltersProps) {
  return (
    <div className="card more-filters">
      {TEXTS.map(({ name, placeholder }) => (
        <TextFilter
          key={name}
          label={FILTER_LABELS[name]}
          placeholder={placeholder}
          value={filters[name]}
          onChange={(value) => {
            onChange({ [name]: value });
          }}
        />
      ))}
      <RangeFilter range={filters} onChange={onChange} />
      <div className="is-whole-line field">
        <span className="field-label">Error of the last attempt</span>
        <ChoiceFilter
          label="Error of the last attempt"
          choices={ERRORS}
          chosen={wordsOf(filters.error_type)}
          onToggle={(id) => {
            onChange({ error_type: toggled(filters.error_type, id) });
          }}
        />
      </div>
    </div>
  );
}
