import { useSearch } from '@tanstack/react-router';
import { useSignatureCheck } from '../../api/signatures.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CheckForm } from './check-form.tsx';
import { useKeptRequest } from './kept-request.ts';
import { Snippets } from '../../parts/snippets.tsx';
import { Verdicts } from './verdicts.tsx';
import './signatures.css';

/** Why a receiver does not take what it is sent. */
export function SignaturesPage() {
  const { webhook: webhookId } = useSearch({ from: '/frame/signatures' });
  const check = useSignatureCheck();
  const kept = useKeptRequest();
  return (
    <>
      <PageHeader
        title="Signatures"
        description="Paste a request as its receiver has it: which format verifies it, or what differs."
      />
      {kept.error !== null && <ErrorState error={kept.error} isInline />}
      {kept.isLoading ? (
        <Skeleton lines={6} label="Loading the request" />
      ) : (
        <CheckForm initialText={kept.text} check={check} />
      )}
      {check.error !== null && <ErrorState error={check.error} isInline />}
      {check.data !== undefined && <Verdicts check={check.data} />}
      {webhookId !== undefined && <Snippets webhookId={webhookId} />}
    </>
  );
}
