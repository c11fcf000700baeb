import { CopyButton } from './copy-button.tsx';
import { prettyJson } from './pretty-json.ts';

interface CodeBlockProps {
  /** JSON is laid out; anything else is shown as it is. */
  readonly text: string;
  readonly label: string;
  readonly isCopied?: boolean;
}

export function CodeBlock({ text, label, isCopied = true }: CodeBlockProps) {
  const shown = prettyJson(text);
  return (
    <figure className="code-block">
      <figcaption className="code-caption">
        {label}
        {isCopied && <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />}
      </figcaption>
      {/* eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <pre className="code" tabIndex={0} role="region" aria-label={label}>
        <code>{shown}</code>
      </pre>
    </figure>
  );
}
