import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatPreviewQuery, type FormatPreview, type PreviewFormatBody } from '../../../api/formats.ts';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { TestUrl } from '../test-send/test-url.tsx';
import { readJsonObject } from '../../../ui/json-text.ts';
import { requestHead } from './request-text.ts';
import { useSettled } from './settled.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { eventsOf, recordOf, type WebhookForm } from './webhook-form.ts';

const SAMPLE_TYPE = 'order.paid';
const SAMPLE_DATA = '{ "order_id": 4711, "total": "99.90" }';

interface RequestPreviewProps {
  readonly form: WebhookForm;
  readonly isNew: boolean;
}

/** The very headers and body that Posthorn would send of an event, in the format that is chosen. */
export function RequestPreview({ form, isNew }: RequestPreviewProps) {
  const [type, setType] = useState<string | null>(null);
  const [dataText, setDataText] = useState(SAMPLE_DATA);
  const shownType = type ?? eventsOf(form).find((event) => !event.includes('*')) ?? SAMPLE_TYPE;
  const { value, fault } = readJsonObject(dataText);
  const asked = useSettled(JSON.stringify(previewBody(form, shownType, value ?? {})));
  const { data, error } = useQuery(formatPreviewQuery(JSON.parse(asked) as PreviewFormatBody));
  return (
    <section className="card stack policy-card" aria-labelledby="preview">
      <h2 id="preview">The request that would be sent</h2>
      {error !== null && <ErrorState error={error} isInline />}
      {data === undefined && error === null && <Skeleton label="Loading the preview" />}
      {data !== undefined && error === null && <Request form={form} preview={data} />}
      <details>
        <summary>Of another event</summary>
        <div className="stack details-body">
          <TextField label="Event type" value={shownType} onChange={setType} />
          <TextField label="Data" rows={3} value={dataText} error={fault} onChange={setDataText} />
        </div>
      </details>
      {isNew && <TestUrl form={form} eventType={shownType} data={value ?? {}} />}
    </section>
  );
}

function previewBody(form: WebhookForm, type: string, data: Record<string, unknown>): PreviewFormatBody {
  const secret = form.secret.trim();
  return { format: form.format, event_type: type, data, ...(secret === '' ? {} : { secret }) };
}

function Request({ form, preview }: { readonly form: WebhookForm; readonly preview: FormatPreview }) {
  const head = requestHead({ ...preview, url: form.url, ownHeaders: recordOf(form.headers) });
  return (
    <>
      <CodeBlock text={head} label={`Headers of ${form.format}`} />
      {preview.body !== '' && <CodeBlock text={preview.body} label="Body" />}
      {preview.sample_secret !== null && (
        <p className="muted policy-text">
          Ids and times are new ones, and a secret of the moment has signed it.
        </p>
      )}
    </>
  );
}
