import { useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { formatPreviewQuery, type PreviewFormatBody } from '../../../api/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { JsonField } from '../json-field.tsx';
import { jsonText, readOptionalJson } from '../../../ui/json-text.ts';
import { TextField } from '../../../ui/text-field.tsx';

const DATA = { order_id: 'ord_1', amount: 4_200 };

interface SampleRequestProps {
  readonly format: string;
  /** Another one has another sample. */
  readonly version: number | null;
}

/** What a receiver would get of an event. */
export function SampleRequest({ format, version }: SampleRequestProps) {
  const [sample, setSample] = useState<PreviewFormatBody>({ event_type: 'order.paid', data: DATA });
  const { data, error } = useQuery(formatPreviewQuery({ ...sample, format }, version));
  return (
    <section className="card stack" aria-labelledby="sample">
      <h2 id="sample">What it makes of an event</h2>
      <SampleForm onChange={setSample} />
      {error !== null && <ErrorState error={error} isInline />}
      {data === undefined && error === null && <Skeleton lines={5} label="Loading the request" />}
      {data !== undefined && (
        <>
          <CodeBlock
            label="Headers"
            text={Object.entries(data.headers)
              .map(([name, value]) => `${name}: ${value}`)
              .join('\n')}
          />
          <CodeBlock label={`Body, ${String(data.body_bytes)} bytes`} text={data.body} />
          {data.sample_secret !== null && (
            <p className="muted no-margin">
              Signed with <code className="is-broken">{data.sample_secret}</code>, made for this sample.
            </p>
          )}
        </>
      )}
    </section>
  );
}

function SampleForm({ onChange }: { readonly onChange: (sample: PreviewFormatBody) => void }) {
  const [eventType, setEventType] = useState('order.paid');
  const [text, setText] = useState(jsonText(DATA));
  const [fault, setFault] = useState<string | null>(null);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const reading = readOptionalJson(text);
    setFault(reading.fault);
    if (reading.fault === null) onChange({ event_type: eventType, data: reading.value ?? {} });
  };
  return (
    <form className="stack sample-form" onSubmit={submit}>
      <TextField label="Event type" isRequired value={eventType} onChange={setEventType} />
      <JsonField label="Data" text={text} error={fault} onChange={setText} />
      <div className="row">
        <Button type="submit" icon="refresh">
          Show its request
        </Button>
      </div>
    </form>
  );
}
