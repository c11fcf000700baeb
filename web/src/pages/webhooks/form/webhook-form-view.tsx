import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { ApiError } from '../../../api/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { createBind } from './bound-field.ts';
import { faultAt, standingFaults } from './form-faults.ts';
import { AddressSection, MatchingSection, RequestSection } from './form-sections.tsx';
import { LimitSection, RetrySection } from './limit-sections.tsx';
import { MatchPreview } from './match-preview.tsx';
import { RequestPreview } from './request-preview.tsx';
import { findFormFaults, type WebhookForm } from './webhook-form.ts';

interface WebhookFormViewProps {
  readonly initial: WebhookForm;
  readonly isNew: boolean;
  /** What sends it: a verb. */
  readonly action: string;
  readonly isBusy: boolean;
  /** Of the last try; its faults stand at their fields. */
  readonly error: Error | null;
  readonly onSubmit: (form: WebhookForm) => void;
  readonly cancel: ReactNode;
}

/** The fields on one side; on the other what the webhook would be sent, and of which events. */
export function WebhookFormView(props: WebhookFormViewProps) {
  const { initial, isNew, action, isBusy, error, onSubmit, cancel } = props;
  const [form, setForm] = useState(initial);
  const [sent, setSent] = useState(initial);
  const onChange = (changed: Partial<WebhookForm>): void => {
    setForm((before) => ({ ...before, ...changed }));
  };
  const own = findFormFaults(form);
  const refused = error instanceof ApiError ? standingFaults(error.faults, sent, form) : [];
  const faults = [...own, ...refused];
  const errorOf = (path: string): string | null => faultAt(faults, path);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (own.length > 0) return;
    setSent(form);
    onSubmit(form);
  };
  const section = { form, bind: createBind(form, onChange, errorOf), onChange, errorOf };
  return (
    <div className="form-with-preview">
      <form className="stack" aria-label="Webhook" noValidate onSubmit={submit}>
        <AddressSection {...section} />
        <MatchingSection {...section} />
        <RequestSection {...section} isNew={isNew} />
        <RetrySection {...section} />
        <LimitSection {...section} />
        {error !== null && <ErrorState error={error} isInline />}
        <div className="row">
          <Button type="submit" variant="primary" isBusy={isBusy} disabled={form.url.trim() === ''}>
            {action}
          </Button>
          {cancel}
        </div>
      </form>
      <aside className="stack form-previews" aria-label="What it would be sent">
        <MatchPreview form={form} />
        <RequestPreview form={form} isNew={isNew} />
      </aside>
    </div>
  );
}
