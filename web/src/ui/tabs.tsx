import * as Radix from '@radix-ui/react-tabs';
import { useEffect, useRef, type ReactNode } from 'react';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

interface TabsProps<Id extends string> {
  readonly tabs: readonly Tab<Id>[];
  /** Kept by the caller: in the address, where the tab is worth a link. */
  readonly active: Id;
  readonly onChange: (id: Id) => void;
  /** What they are tabs of. */
  readonly label: string;
}

export function Tabs<Id extends string>({ tabs, active, onChange, label }: TabsProps<Id>) {
  const onValueChange = (value: string): void => {
    const tab = tabs.find(({ id }) => id === value);
    if (tab !== undefined) onChange(tab.id);
  };
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [active]);
  return (
    <Radix.Root value={active} onValueChange={onValueChange}>
      <Radix.List ref={list} className="tabs" aria-label={label}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.id} value={tab.id} className="tab">
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, content }) => (
        <Radix.Content key={id} value={id} className="tab-content">
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
