import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useSignIn } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { useTitle } from '../../ui/title.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { linkTokenOf } from './link-token.ts';

/** By a key, or at once by the link that a start printed. */
export function SignInPage() {
  const signIn = useSignIn();
  const router = useRouter();
  const { back = '/' } = useSearch({ from: '/sign-in' });
  const [key, setKey] = useState('');
  const enter = (bearer: string): void => {
    signIn.mutate(bearer, {
      onSuccess: () => {
        void router.navigate({ href: back, replace: true });
      },
    });
  };
  const isByLink = useLink(enter);
  useTitle('Sign in');
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    enter(key.trim());
  };
  if (isByLink && !signIn.isError) return <Skeleton label="Signing in" />;
  return (
    <main className="sign-in">
      <form className="card sign-in-card" onSubmit={onSubmit}>
        <span className="brand">Posthorn</span>
        <h1>Sign in</h1>
        <Field
          label="API key"
          hint="The first start printed one, unless POSTHORN_ADMIN_KEY is set. It needs the scope “read”, and is not kept in this browser."
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              required
              value={key}
              onChange={({ target }) => {
                setKey(target.value);
              }}
            />
          )}
        </Field>
        {signIn.isError && <ErrorState error={signIn.error} isInline />}
        <Button type="submit" variant="primary" isBusy={signIn.isPending} disabled={key.trim() === ''}>
          Sign in
        </Button>
      </form>
    </main>
  );
}

/** Uses the link's token, once, and takes it out of the address and the history. */
function useLink(enter: (token: string) => void): boolean {
  const [token] = useState(() => linkTokenOf(location.hash));
  const isUsed = useRef(false);
  useEffect(() => {
    if (token === null || isUsed.current) return;
    isUsed.current = true;
    history.replaceState(history.state, '', location.pathname + location.search);
    enter(token);
  });
  return token !== null;
}
