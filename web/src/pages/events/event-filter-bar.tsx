import { useRef, useState } from 'react';
import type { EventFilters } from '../../api/events.ts';
import {
  ActiveFilters,
  MoreFiltersButton,
  RangeFilter,
  SearchFilter,
  TextFilter,
  WindowFilter,
} from '../../parts/filters.tsx';
import { useSearchKey } from '../../ui/search-key.ts';
import { exactTime } from '../../ui/times.ts';
import { FILTER_LABELS, FILTER_NAMES, type FilterName } from './events-search.ts';

interface EventFilterBarProps {
  readonly filters: EventFilters;
  /** Undefined takes a filter away. */
  readonly onChange: (changed: Readonly<Partial<Record<FilterName, string | undefined>>>) => void;
  readonly onClear: () => void;
}

export function EventFilterBar({ filters, onChange, onClear }: EventFilterBarProps) {
  const search = useRef<HTMLInputElement>(null);
  useSearchKey(search);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className="filter-bar" aria-label="Filters">
      <div className="filter-line">
        <SearchFilter
          field={search}
          label="Event type"
          placeholder="An event type, such as order.paid"
          value={filters.type}
          onChange={(type) => {
            onChange({ type });
          }}
        />
        <WindowFilter range={filters} onChange={onChange} />
        <MoreFiltersButton isOpen={isOpen} onToggle={setIsOpen} />
      </div>
      {isOpen && (
        <div className="card more-filters">
          <TextFilter
            label={FILTER_LABELS.tag}
            placeholder="eu"
            value={filters.tag}
            onChange={(tag) => {
              onChange({ tag });
            }}
          />
          <RangeFilter range={filters} onChange={onChange} />
        </div>
      )}
      <ActiveFilters
        filters={activeOf(filters)}
        onRemove={(name) => {
          onChange({ [name]: undefined });
        }}
        onClear={onClear}
      />
    </section>
  );
}

function activeOf(filters: EventFilters) {
  return FILTER_NAMES.flatMap((name) => {
    const value = filters[name];
    if (value === undefined) return [];
    const isTime = name === 'created_after' || name === 'created_before';
    return [{ name, label: FILTER_LABELS[name], value: isTime ? exactTime(value) : value }];
  });
}
