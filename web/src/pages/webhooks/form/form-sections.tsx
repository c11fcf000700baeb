import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { formatChoicesQuery } from '../../../api/formats.ts';
import { Checkbox } from '../../../ui/field.tsx';
import { serverUrl } from '../../../base-path.ts';
import type { Bind } from './bound-field.ts';
import { NamedValuesField } from './named-values-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { SIGNATURES, type WebhookForm } from './webhook-form.ts';

export interface SectionProps {
  readonly form: WebhookForm;
  readonly bind: Bind<WebhookForm>;
  readonly onChange: (changed: Partial<WebhookForm>) => void;
  /** What is wrong with the field of the API. */
  readonly errorOf: (path: string) => string | null;
}

interface CardProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

export function Section({ id, title, children }: CardProps) {
  return (
    <section className="card stack policy-card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export function AddressSection({ bind }: SectionProps) {
  return (
    <Section id="where" title="Where to">
      <TextField
        label="URL"
        type="url"
        placeholder="https://hooks.example.com/posthorn"
        isRequired
        {...bind('url', 'url')}
      />
      <div className="field-pair">
        <TextField label="Name" hint="Empty: the host of the URL." {...bind('name', 'name')} />
        <TextField
          label="Uid"
          hint="Your own name for it, taken wherever its id is."
          {...bind('uid', 'uid')}
        />
      </div>
      <TextField label="Description" {...bind('description', 'description')} />
    </Section>
  );
}

export function MatchingSection({ bind }: SectionProps) {
  return (
    <Section id="which" title="Which events">
      <TextField
        label="Event types"
        rows={3}
        hint="order.paid, or order.* for all that begin so; apart by blanks or lines. Empty: all."
        placeholder="order.*"
        {...bind('events', 'events')}
      />
      <TextField
        label="Filter"
        rows={4}
        hint={
          <>
            MongoDB’s operators over type, data and tags, as JSON (
            <a href={serverUrl('/api/docs')}>described here</a>). Empty: none.
          </>
        }
        placeholder='{ "data.country": { "$in": ["de", "at"] } }'
        {...bind('filter', 'filter')}
      />
    </Section>
  );
}

/** @param isNew whether its secret is made now; later it is rotated */
export function RequestSection(props: SectionProps & { readonly isNew: boolean }) {
  const { form, bind, onChange, errorOf, isNew } = props;
  const { data: formats = [] } = useQuery(formatChoicesQuery);
  const names = new Set([form.format, ...formats.map(({ name }) => name)]);
  return (
    <Section id="how" title="The request">
      <ChoiceField
        label="Wire format"
        hint={formats.find(({ name }) => name === form.format)?.description}
        choices={[...names].map((name) => ({ value: name, label: name }))}
        {...bind('format', 'format')}
      />
      {isNew && <SecretFields bind={bind} />}
      <NamedValuesField
        label="Headers"
        one="header"
        hint="Sent with every request. A value that is shown as *** stays as it is."
        rows={form.headers}
        error={errorOf('headers')}
        onChange={(headers) => {
          onChange({ headers });
        }}
      />
      <Checkbox
        label="Shadow mode: record what would be sent, and send nothing"
        checked={form.isShadow}
        onChange={({ target }) => {
          onChange({ isShadow: target.checked });
        }}
      />
    </Section>
  );
}

function SecretFields({ bind }: Pick<SectionProps, 'bind'>) {
  return (
    <div className="field-pair">
      <ChoiceField
        label="Signed by"
        hint="Where the format leaves the choice."
        choices={SIGNATURES.map((one) => ({ value: one, label: one }))}
        {...bind('signature', 'signature')}
      />
      <TextField
        label="Secret"
        hint="Empty: one is generated, where the format needs it."
        {...bind('secret', 'secret')}
      />
    </div>
  );
}
