import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { BottomBar } from './bottom-bar.tsx';
import { CommandPalette } from './command-palette.tsx';
import { usePaletteKeys } from './palette-keys.ts';
import { Sidebar } from './sidebar.tsx';
import { TopBar } from './top-bar.tsx';

/** What is around every page: the way to the others, whom one acts for, and the palette. */
export function Frame() {
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const openPalette = (): void => {
    setIsPaletteOpen(true);
  };
  const closePalette = (): void => {
    setIsPaletteOpen(false);
  };
  usePaletteKeys(openPalette);
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const main = useFocusOnNewPage(pathname);
  // Within one document, since the page's base would make another address of `#main`.
  const skip = (event: React.MouseEvent): void => {
    event.preventDefault();
    main.current?.focus();
  };
  return (
    <div className="frame">
      <a className="skip-link" href="#main" onClick={skip}>
        Skip to the page
      </a>
      <TopBar onSearch={openPalette} />
      <aside className="sidebar">
        <Sidebar onSearch={openPalette} />
      </aside>
      <main id="main" ref={main} className="page" tabIndex={-1}>
        <Outlet />
      </main>
      <BottomBar />
      {isPaletteOpen && <CommandPalette onClose={closePalette} />}
    </div>
  );
}

/** A new page begins at its beginning for the keyboard and for screen readers too; the first one is where it is anyway. */
function useFocusOnNewPage(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}
