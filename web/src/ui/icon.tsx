import { classNames } from './class-names.ts';

/** Drawn on a grid of 24, in lines of 2: what is filled says so itself. */
const PATHS = {
  activity: 'M3 12h4l3-8 4 16 3-8h4',
  archive: 'M3 5h18v4H3zM5 9v10h14V9M10 13h4',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 20h4',
  book: 'M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2zM5 18a2 2 0 0 1 2-2h12',
  building: 'M4 20V5h9v15M13 9h7v11M3 20h18M7 9h2M7 13h2M7 17h2M16 13h1M16 17h1',
  check: 'M5 12l5 5 9-10',
  chevron: 'M7 10l5 5 5-5',
  circle: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4l3 2',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  cross: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M9 9l6 6M15 9l-6 6',
  eye: 'M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  gauge: 'M4 18a9 9 0 1 1 16 0M12 14l4-5',
  hourglass: 'M7 4h10M7 20h10M8 4v3l4 5 4-5V4M8 20v-3l4-5 4 5v3',
  inbox: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5',
  key: 'M8 10a4 4 0 1 0 0 8 4 4 0 0 0 0-8M11 11l8-8M16 6l3 3',
  menu: 'M4 7h16M4 12h16M4 17h16',
  moon: 'M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  pause: 'M9 6v12M15 6v12',
  pen: 'M5 19l1-4L16 5l3 3L9 18z',
  play: 'M8 5l11 7-11 7z',
  plus: 'M12 5v14M5 12h14',
  refresh: 'M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5',
  replay: 'M5 12a7 7 0 1 0 2-5L5 9M5 4v5h5',
  search: 'M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12M16 16l4 4',
  send: 'M4 12l16-7-5 15-4-6zM11 14l9-9',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  shield: 'M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z',
  signOut: 'M14 5H6v14h8M11 12h10M17 8l4 4-4 4',
  slash: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M6.5 6.5l11 11',
  stop: 'M7 7h10v10H7z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  tag: 'M4 4h8l8 8-8 8-8-8zM8 8h.01',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
  warning: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  webhook: 'M12 8l-4 8M12 8a3 3 0 1 1 3 1M7 14a3 3 0 1 0 2 4h8M17 15a3 3 0 1 1 0 5',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture that says nothing by itself: what it means stands beside it, or in its control's label. */
export function Icon({ name, className }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg className={classNames('icon', className)} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
