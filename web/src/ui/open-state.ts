import { useState } from 'react';

/** Whether something that comes and goes, such as a dialog, is there. */
export function useOpenState() {
  const [isOpen, setIsOpen] = useState(false);
  return {
    isOpen,
    open: () => {
      setIsOpen(true);
    },
    close: () => {
      setIsOpen(false);
    },
  };
}
