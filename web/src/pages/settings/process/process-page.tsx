import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { settingsQuery, type Setting } from '../../../api/settings.ts';
import { Badge } from '../../../ui/badge.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Checkbox, Input } from '../../../ui/field.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { findSettings, type SettingSection } from './find-settings.ts';

/** What the process that answers was started with; for operators. */
export function ProcessPage() {
  const { data, error, refetch } = useQuery(settingsQuery);
  const { q: text = '', set: isSetOnly = false } = useSearch({ from: '/frame/settings/process' });
  const sections = findSettings(data?.data ?? [], { text, isSetOnly });
  return (
    <>
      <PageHeader
        title="Process"
        description="The settings that the process which answers was started with, secrets masked. Others may be set otherwise."
      />
      <Filters text={text} isSetOnly={isSetOnly} />
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton lines={8} label="Loading the settings" />}
      {sections.map((section) => (
        <Section key={section.name} section={section} />
      ))}
      {data !== undefined && sections.length === 0 && (
        <EmptyState title="No setting is like that" icon="search">
          Take other words, or look at those too that are as they are by default.
        </EmptyState>
      )}
    </>
  );
}

interface FiltersProps {
  readonly text: string;
  readonly isSetOnly: boolean;
}

function Filters({ text, isSetOnly }: FiltersProps) {
  const navigate = useNavigate({ from: '/settings/process' });
  const show = (next: FiltersProps): void => {
    const search = {
      ...(next.text === '' ? {} : { q: next.text }),
      ...(next.isSetOnly ? { set: true as const } : {}),
    };
    void navigate({ search, replace: true });
  };
  return (
    <search className="process-filters">
      <Input
        type="search"
        aria-label="Find a setting"
        placeholder="Find a setting"
        value={text}
        onChange={({ target }) => {
          show({ text: target.value, isSetOnly });
        }}
      />
      <Checkbox
        label="Only what is set"
        checked={isSetOnly}
        onChange={({ target }) => {
          show({ text, isSetOnly: target.checked });
        }}
      />
    </search>
  );
}

function Section({ section: { name, settings } }: { readonly section: SettingSection }) {
  return (
    <section className="card" aria-label={name}>
      <h2>{name}</h2>
      <dl className="process-settings">
        {settings.map((setting) => (
          <SettingLine key={setting.name} setting={setting} />
        ))}
      </dl>
    </section>
  );
}

function SettingLine({
  setting: { name, value, source, note, is_secret: isSecret, description },
}: {
  readonly setting: Setting;
}) {
  return (
    <div className="process-setting">
      <dt>
        <code>{name}</code>
        <span className="process-about">{description.replaceAll('`', '')}</span>
      </dt>
      <dd>
        {value === null ? <span className="muted">unset</span> : <code>{value === '' ? '“”' : value}</code>}{' '}
        {source === 'set' && <Badge tone="info">set</Badge>} {isSecret && <Badge>secret</Badge>}
        {note !== null && <span className="process-about">{note}</span>}
      </dd>
    </div>
  );
}
