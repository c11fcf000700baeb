import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { CommandPalette } from './command-palette.tsx';
import { Sidebar } from './sidebar.tsx';
import { usePaletteKeys } from './palette-keys.ts';

/** What is around every page: the way to the others, whom one acts for, and the palette. */
export function Frame() {
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const openPalette = (): void => {
    setIsPaletteOpen(true);
  };
  usePaletteKeys(openPalette);
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const main = useFocusOnNewPage(pathname);
  return (
    <div className="frame">
      <a className="skip-link" href="#main" onClick={(event) => focusMain(event, main.current)}>
        Skip to the page
      </a>
      <header className="top-bar">
        <IconButton
          icon="menu"
          label="Open the menu"
          onClick={() => {
            setIsDrawerOpen(true);
          }}
        />
        <span className="brand">Posthorn</span>
        <IconButton icon="search" label="Search" onClick={openPalette} />
      </header>
      <aside className="sidebar">
        <Sidebar onSearch={openPalette} />
      </aside>
      <main id="main" ref={main} className="page" tabIndex={-1}>
        <Outlet />
      </main>
      <BottomBar />
      <Dialog
        isOpen={isDrawerOpen}
        onClose={() => {
          setIsDrawerOpen(false);
        }}
        title="Menu"
        size="drawer"
      >
        <Sidebar
          onNavigate={() => {
            setIsDrawerOpen(false);
          }}
          onSearch={() => {
            setIsDrawerOpen(false);
            openPalette();
          }}
        />
      </Dialog>
      {isPaletteOpen && (
        <CommandPalette
          onClose={() => {
            setIsPaletteOpen(false);
          }}
        />
      )}
    </div>
  );
}

/** Within one document, since the page's base would make another address of `#main`. */
function focusMain(event: React.MouseEvent, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
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
