import type { ReactNode } from 'react';
import { useTitle } from './title.ts';

interface PageHeaderProps {
  /** Also the title of the browser's tab. */
  readonly title: string;
  readonly description?: ReactNode;
  /** Beside the title, such as a badge. */
  readonly beside?: ReactNode;
  /** Buttons at the end of the line. */
  readonly actions?: ReactNode;
}

/** The one `h1` of a page. */
export function PageHeader({ title, description, beside, actions }: PageHeaderProps) {
  useTitle(title);
  return (
    <header className="page-header">
      <div className="page-heading">
        <h1>{title}</h1>
        {beside}
        {description !== undefined && <p className="page-description">{description}</p>}
      </div>
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </header>
  );
}
