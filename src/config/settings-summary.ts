import {
  SETTING_NAMES,
  settingCatalogue,
  type SettingName,
  type SettingValues,
} from './setting-catalogue.ts';
import type { Setting } from './setting.ts';
import { resolveAllowedNetworks, resolveAuthMode } from './settings-rules.ts';
import type { Settings, SummaryLine } from './settings.ts';

/** What the program made of a setting, where that is more than its value. */
function noteOn(name: SettingName, values: SettingValues): string | undefined {
  if (name === 'POSTHORN_AUTH' && values.POSTHORN_AUTH === 'auto') return resolveAuthMode(values);
  if (name === 'POSTHORN_ALLOWED_NETWORKS' && values.POSTHORN_ALLOWED_NETWORKS === undefined) {
    const networks = resolveAllowedNetworks(values);
    return networks.length === 0 ? 'none' : `${networks.join(',')}, as the database is embedded`;
  }
  const isWithoutSource = values.REDIS_STREAM === undefined && values.REDIS_CHANNELS.length === 0;
  if (name === 'REDIS_URL' && values.REDIS_URL !== undefined && isWithoutSource) {
    return 'nothing is read, as neither REDIS_STREAM nor REDIS_CHANNELS is set';
  }
  return undefined;
}

/** One line for every setting of the catalogue, in its order, secrets masked. */
export function summaryLines(
  values: SettingValues,
  isGiven: (name: SettingName) => boolean,
): readonly SummaryLine[] {
  return SETTING_NAMES.map((name) => {
    const definition: Setting<unknown> = settingCatalogue[name];
    const value: unknown = values[name];
    const note = noteOn(name, values);
    return {
      name,
      value: value === undefined || value === null ? null : definition.kind.show(value),
      isDefault: !isGiven(name),
      ...(note === undefined ? {} : { note }),
    };
  });
}

/** The start summary as text, one setting a line: `PORT = 3000 (default)`. */
export function summarizeSettings(settings: Settings): string {
  return settings.summary
    .map(({ name, value, isDefault, note }) => {
      const remarks = [...(isDefault ? ['default'] : []), ...(note === undefined ? [] : [note])];
      return `${name} = ${value ?? 'unset'}${remarks.length === 0 ? '' : ` (${remarks.join(': ')})`}`;
    })
    .join('\n');
}
