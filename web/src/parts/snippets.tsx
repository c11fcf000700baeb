import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { snippetsQuery, type VerificationSnippets } from '../api/signatures.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';

type Language = VerificationSnippets['snippets'][number]['language'];

const LANGUAGES: Readonly<Record<Language, string>> = {
  node: 'Node',
  python: 'Python',
  go: 'Go',
  php: 'PHP',
};

/** Code for the receiver of a webhook. */
export function Snippets({ webhookId }: { readonly webhookId: string }) {
  const { data, error, refetch } = useQuery(snippetsQuery(webhookId));
  return (
    <section className="card stack" aria-labelledby="snippets">
      <h2 id="snippets">Code that verifies it</h2>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} isInline />}
      {data === undefined && error === null && <Skeleton lines={6} label="Loading the code" />}
      {data !== undefined && <Languages answer={data} />}
    </section>
  );
}

function Languages({ answer }: { readonly answer: VerificationSnippets }) {
  const { format, secret_variable: variable, snippets } = answer;
  const [language, setLanguage] = useState<Language>('node');
  if (snippets.length === 0) {
    return (
      <EmptyState title="There is no short code for it" icon="shield">
        What this webhook sends in the format <code>{format}</code> is not signed, or by more than a few lines
        verify.
      </EmptyState>
    );
  }
  const tabs = snippets.map((snippet) => ({
    id: snippet.language,
    label: LANGUAGES[snippet.language],
    content: <CodeBlock label={snippet.file_name} text={snippet.code} />,
  }));
  return (
    <>
      <p className="muted no-margin">
        For the format <code>{format}</code>, without any package. The secret is read from{' '}
        <code>{variable}</code>.
      </p>
      <Tabs label="Languages" tabs={tabs} active={language} onChange={setLanguage} />
    </>
  );
}
