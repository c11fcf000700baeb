import { useRouter } from '@tanstack/react-router';
import { useSession, useSignOut, type ConsoleSession } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { useToast } from '../ui/toast-context.ts';

export function AccountMenu() {
  const session = useSession();
  const signOut = useSignOut();
  const router = useRouter();
  const showToast = useToast();
  if (session.kind === 'open') return <span className="account-open muted">No key needed</span>;
  const leave = (): void => {
    signOut.mutate(undefined, {
      onError: ({ message }) => {
        showToast({ text: message, tone: 'bad' });
      },
      onSuccess: () => {
        void router.navigate({ to: '/sign-in', search: {} });
      },
    });
  };
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="quiet" icon="key" className="account-button" isBusy={signOut.isPending}>
          <span className="is-cut">{nameOf(session)}</span>
        </Button>
      }
      items={[{ label: 'Sign out', icon: 'signOut', onSelect: leave }]}
    />
  );
}

function nameOf({ kind, name }: ConsoleSession): string {
  return name ?? (kind === 'admin_key' ? 'Operator' : 'Signed in');
}
