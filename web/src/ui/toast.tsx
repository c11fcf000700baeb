import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { ToastContext, type Toast } from './toast-context.ts';

const SHOWN_MS = 6_000;
const TOASTS_MAX = 4;

interface ShownToast extends Toast {
  readonly id: number;
}

/** Screen readers are told of each, since its place is there from the beginning. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const show = useCallback((toast: Toast) => {
    setToasts((shown) => {
      const id = (shown.at(-1)?.id ?? 0) + 1;
      return [...shown, { ...toast, id }].slice(-TOASTS_MAX);
    });
  }, []);
  const close = useCallback((id: number) => {
    setToasts((shown) => shown.filter((toast) => toast.id !== id));
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onClose={close} />
        ))}
      </div>
    </ToastContext>
  );
}

interface ToastCardProps {
  readonly toast: ShownToast;
  readonly onClose: (id: number) => void;
}

function ToastCard({ toast: { id, text, tone = 'good' }, onClose }: ToastCardProps) {
  useEffect(() => {
    const timer = setTimeout(() => {
      onClose(id);
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [id, onClose]);
  return (
    <div className={classNames('toast', `tone-${tone}`)}>
      <Icon name={tone === 'good' ? 'check' : 'warning'} />
      <span>{text}</span>
      <IconButton
        icon="close"
        label="Dismiss"
        onClick={() => {
          onClose(id);
        }}
      />
    </div>
  );
}
