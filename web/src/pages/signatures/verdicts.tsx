import type { SignatureCheck, SignatureVerdict } from '../../api/signatures.ts';
import { Badge } from '../../ui/badge.tsx';
import { KeyValue } from '../../ui/key-value.tsx';
import { groupVerdicts } from './verdict-groups.ts';

export function Verdicts({ check }: { readonly check: SignatureCheck }) {
  const { near, far } = groupVerdicts(check);
  return (
    <section className="card stack" aria-labelledby="verdict" aria-live="polite">
      <div className="row">
        <h2 id="verdict">
          {check.verified ? `It verifies as ${check.format ?? 'signed'}` : 'It does not verify'}
        </h2>
        <Badge tone={check.verified ? 'good' : 'bad'} icon={check.verified ? 'check' : 'cross'}>
          {check.verified ? 'Verified' : 'Not verified'}
        </Badge>
      </div>
      {near.map((verdict) => (
        <Verdict key={verdict.format} verdict={verdict} />
      ))}
      {far.length > 0 && (
        <details>
          <summary>{far.length === 1 ? 'One other format' : `${String(far.length)} other formats`}</summary>
          <ul className="verdict-others">
            {far.map(({ format, problems, verified }) => (
              <li key={format}>
                <code>{format}</code>{' '}
                {verified ? 'verifies it too' : problems.map(({ message }) => message).join(' ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Verdict({ verdict }: { readonly verdict: SignatureVerdict }) {
  const { format, verified, problems, header, given, expected, secret_index: secretIndex } = verdict;
  const rows = [
    { key: 'Format', value: <code>{format}</code> },
    ...(header === null ? [] : [{ key: 'Header', value: <code>{header}</code> }]),
    ...(secretIndex !== null && secretIndex > 0
      ? [{ key: 'Signed by', value: `the secret before (number ${String(secretIndex + 1)})` }]
      : []),
  ];
  return (
    <article className="verdict">
      <KeyValue rows={rows} />
      {!verified && (
        <ul className="verdict-problems">
          {problems.map(({ code, message }) => (
            <li key={code + message}>{message}</li>
          ))}
        </ul>
      )}
      <dl className="verdict-values">
        {given !== null && (
          <div>
            <dt>It has</dt>
            <dd>
              <code>{given}</code>
            </dd>
          </div>
        )}
        {!verified && expected.length > 0 && (
          <div>
            <dt>It should have</dt>
            {expected.map((value) => (
              <dd key={value}>
                <code>{value}</code>
              </dd>
            ))}
          </div>
        )}
      </dl>
    </article>
  );
}
