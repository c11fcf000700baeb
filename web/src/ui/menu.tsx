import * as Radix from '@radix-ui/react-dropdown-menu';
import type { ReactElement } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
  /** Among choices, the one that holds. */
  readonly isChosen?: boolean;
  readonly onSelect: () => void;
}

interface MenuProps {
  /** The button that opens it, which has a label. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" align={align} sideOffset={4} collisionPadding={8}>
          {items.map(({ label, icon, isDangerous, isDisabled = false, isChosen, onSelect }) => (
            <Radix.Item
              key={label}
              className={classNames('menu-item', isDangerous === true && 'menu-item-danger')}
              disabled={isDisabled}
              onSelect={onSelect}
            >
              {icon !== undefined && <Icon name={icon} />}
              <span className="menu-label">{label}</span>
              {isChosen === true && <Icon name="check" />}
              {isChosen === true && <span className="visually-hidden">(chosen)</span>}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
