import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { rowsOf } from '../../api/pages.ts';
import type { Signer, useSignatureCheck } from '../../api/signatures.ts';
import { webhooksQuery } from '../../api/webhooks.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input, Select, TextArea } from '../../ui/field.tsx';
import { readRequest } from './raw-request.ts';

const EXAMPLE = `POST /hooks HTTP/1.1
webhook-id: evt_…
webhook-timestamp: 1767225600
webhook-signature: v1,…

{"type":"order.paid","data":{}}`;

interface CheckFormProps {
  readonly initialText: string;
  readonly check: ReturnType<typeof useSignatureCheck>;
}

export function CheckForm({ initialText, check }: CheckFormProps) {
  const { webhook: webhookId } = useSearch({ from: '/frame/signatures' });
  const [text, setText] = useState(initialText);
  const [secret, setSecret] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const signer: Signer =
    webhookId === undefined ? { kind: 'secret', secrets: [secret.trim()] } : { kind: 'webhook', webhookId };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const reading = readRequest(text);
    setFault('fault' in reading ? reading.fault : null);
    if ('request' in reading) check.mutate({ request: reading.request, signer });
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <Field
        label="Request"
        hint="Headers, an empty line, and the body exactly as it came: a blank more or less is another body."
        error={fault}
      >
        {(control) => (
          <TextArea
            {...control}
            required
            className="raw-request"
            placeholder={EXAMPLE}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
            }}
          />
        )}
      </Field>
      <div className="field-pair">
        <SignerField onChange={check.reset} />
        {webhookId === undefined && <SecretField secret={secret} onChange={setSecret} />}
      </div>
      <div className="row">
        <Button type="submit" variant="primary" icon="shield" isBusy={check.isPending}>
          Check the signature
        </Button>
      </div>
    </form>
  );
}

/** In the address, since the snippets below go by it. */
function SignerField({ onChange }: { readonly onChange: () => void }) {
  const search = useSearch({ from: '/frame/signatures' });
  const navigate = useNavigate({ from: '/signatures' });
  const { data } = useInfiniteQuery(webhooksQuery);
  const choose = (webhook: string): void => {
    const { webhook: _, ...others } = search;
    onChange();
    void navigate({ search: webhook === '' ? others : { ...others, webhook }, replace: true });
  };
  return (
    <Field label="Signed by">
      {(control) => (
        <Select
          {...control}
          value={search.webhook ?? ''}
          onChange={({ target }) => {
            choose(target.value);
          }}
        >
          <option value="">A secret that I have</option>
          {rowsOf(data).map(({ id, name, url }) => (
            <option key={id} value={id}>
              The webhook {name === '' ? url : name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

interface SecretFieldProps {
  readonly secret: string;
  readonly onChange: (secret: string) => void;
}

function SecretField({ secret, onChange }: SecretFieldProps) {
  return (
    <Field label="Secret" hint="It is neither kept nor logged. Every format is tried with it.">
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete="off"
          required
          placeholder="whsec_…"
          value={secret}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        />
      )}
    </Field>
  );
}
