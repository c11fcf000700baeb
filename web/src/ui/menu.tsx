import {
  cloneElement,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
} from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { placeBeside } from './menu-place.ts';

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
  readonly trigger: ReactElement<{ readonly popoverTarget?: string; readonly 'aria-haspopup'?: 'menu' }>;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

/**
 * A menu as WAI-ARIA has it, on the browser's own popover: that is above all else, is closed by Esc and by a click beside it, and
 * gives the focus back to its button. The libraries for it weigh as much as all pages of settings.
 */
export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  // Later: what is about to be shown has no size yet.
  const [isShown, setIsShown] = useState(false);
  useLayoutEffect(() => {
    if (isShown) return show(menu, align);
  }, [isShown, align]);
  return (
    <>
      {cloneElement(trigger, { popoverTarget: id, 'aria-haspopup': 'menu' })}
      {/* eslint-disable-next-line jsx-a11y-x/no-static-element-interactions -- it is a menu while it is open, and nothing before */}
      <div
        id={id}
        ref={menu}
        popover="auto"
        className="menu"
        // What is closed is none: keys are the page's again.
        {...(isOpen ? { role: 'menu' } : {})}
        onBeforeToggle={({ newState }) => {
          setIsOpen(newState === 'open');
        }}
        onToggle={({ newState }) => {
          setIsShown(newState === 'open');
        }}
        style={{ visibility: isShown ? 'visible' : 'hidden' }}
        onKeyDown={onKey}
      >
        {isOpen && items.map((item) => <Item key={item.label} item={item} menu={menu} />)}
      </div>
    </>
  );
}

interface ItemProps {
  readonly item: MenuItem;
  readonly menu: RefObject<HTMLDivElement | null>;
}

function Item({ item, menu }: ItemProps) {
  const { label, icon, isDangerous, isDisabled = false, isChosen, onSelect } = item;
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={classNames('menu-item', isDangerous === true && 'menu-item-danger')}
      disabled={isDisabled}
      onClick={() => {
        menu.current?.hidePopover();
        onSelect();
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span className="menu-label">{label}</span>
      {isChosen === true && <Icon name="check" />}
      {isChosen === true && <span className="visually-hidden">(chosen)</span>}
    </button>
  );
}

/** Puts the menu at its button and the focus on its first item; once the page moves, it is closed. */
function show(menu: RefObject<HTMLDivElement | null>, align: 'start' | 'end'): (() => void) | undefined {
  const { current } = menu;
  const button = document.querySelector(`[popovertarget="${CSS.escape(current?.id ?? '')}"]`);
  if (current === null || button === null) return undefined;
  const { left, top } = placeBeside(button.getBoundingClientRect(), current.getBoundingClientRect(), {
    align,
    width: document.documentElement.clientWidth,
    height: window.innerHeight,
  });
  current.style.left = `${String(left)}px`;
  current.style.top = `${String(top)}px`;
  itemsOf(current)[0]?.focus({ preventScroll: true });
  const close = (): void => {
    current.hidePopover();
  };
  const moves = ['scroll', 'resize'] as const;
  for (const move of moves) window.addEventListener(move, close, { capture: true, once: true });
  return () => {
    for (const move of moves) window.removeEventListener(move, close, { capture: true });
  };
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]:enabled')];
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrows go around, Home and End to the ends, a letter to what begins with it; Esc and Tab close. */
function onKey(event: KeyboardEvent<HTMLDivElement>): void {
  const { key, currentTarget: menu } = event;
  const items = itemsOf(menu);
  const at = items.findIndex((item) => item === document.activeElement);
  const beginning = [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) =>
    item.textContent.toLowerCase().startsWith(key.toLowerCase()),
  );
  const step = STEPS[key];
  if (key === 'Escape' || key === 'Tab') menu.hidePopover();
  else if (step !== undefined) items.at((at + step) % items.length)?.focus();
  else if (key === 'Home' || key === 'End') items.at(key === 'Home' ? 0 : -1)?.focus();
  else if (key.length === 1 && key !== ' ' && beginning !== undefined) beginning.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
