import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { snippetsQuery, type Webhook } from '../../../api/webhooks.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

const LANGUAGES = { node: 'Node.js', python: 'Python', go: 'Go', php: 'PHP' } as const;
type Language = keyof typeof LANGUAGES;

/** What a receiver needs to tell the webhook's requests from others. */
export function VerifyTab({ webhook: { id, format } }: { readonly webhook: Webhook }) {
  const { data, error, refetch } = useQuery(snippetsQuery(id));
  return (
    <section className="card stack policy-card" aria-labelledby="verify">
      <h2 id="verify">Verify its requests</h2>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} isInline />}
      {error === null && data === undefined && <Skeleton lines={6} label="Loading the code" />}
      {data?.snippets.length === 0 && (
        <EmptyState title="There is no code for it" icon="shield">
          Requests of <code>{format}</code> are not signed, or in a way that takes more than a few lines.
        </EmptyState>
      )}
      {data !== undefined && data.snippets.length > 0 && <Snippets shown={data} />}
    </section>
  );
}

interface SnippetsProps {
  readonly shown: {
    readonly secret_variable: string;
    readonly snippets: readonly {
      readonly language: Language;
      readonly file_name: string;
      readonly code: string;
    }[];
  };
}

function Snippets({ shown: { snippets, secret_variable: variable } }: SnippetsProps) {
  const [chosen, setChosen] = useState<Language>('node');
  const snippet = snippets.find(({ language }) => language === chosen) ?? snippets[0];
  return (
    <>
      <p className="muted policy-text">
        The code reads the secret from the environment variable <code>{variable}</code>.
      </p>
      <div className="row" role="group" aria-label="Language">
        {snippets.map(({ language }) => (
          <Button
            key={language}
            aria-pressed={language === snippet?.language}
            className="snippet-choice"
            onClick={() => {
              setChosen(language);
            }}
          >
            {LANGUAGES[language]}
          </Button>
        ))}
      </div>
      {snippet !== undefined && <CodeBlock text={snippet.code} label={snippet.file_name} />}
    </>
  );
}
