import { useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Sidebar } from './sidebar.tsx';

/** On a phone, with the sidebar as a drawer. */
export function TopBar({ onSearch }: { readonly onSearch: () => void }) {
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const close = (): void => {
    setIsDrawerOpen(false);
  };
  const search = (): void => {
    close();
    onSearch();
  };
  return (
    <header className="top-bar">
      <IconButton
        icon="menu"
        label="Open the menu"
        onClick={() => {
          setIsDrawerOpen(true);
        }}
      />
      <span className="brand">Posthorn</span>
      <IconButton icon="search" label="Search" onClick={onSearch} />
      <Dialog isOpen={isDrawerOpen} onClose={close} title="Menu" size="drawer">
        <Sidebar onNavigate={close} onSearch={search} />
      </Dialog>
    </header>
  );
}
