import type { Settings } from '../config/settings.ts';

/** What the process was started with: the lines of its start, secrets masked. */
export class SettingsReport {
  readonly lines: Settings['summary'];

  constructor({ summary }: Pick<Settings, 'summary'>) {
    this.lines = summary;
  }
}
