import { SETTING_NAMES, settingCatalogue, type SettingName } from './setting-catalogue.ts';
import { SETTING_SECTIONS, type Setting } from './setting.ts';

const INTRODUCTION = `# Settings

Generated from \`src/config/setting-catalogue.ts\` by \`node tools/settings-doc.mjs\`; do not edit by hand.

Settings are environment variables, read once at the start. A wrong one stops the start, with every fault listed at
once; so does an unknown variable that begins with \`POSTHORN_\`. Blanks around a value are passed over, and an empty
value counts as unset unless the table says otherwise. Secrets, and passwords in URLs, are masked wherever settings are
shown.
`;

function defaultText(definition: Setting<unknown>): string {
  if (definition.fallbackNote !== undefined) return definition.fallbackNote;
  if (definition.fallback === undefined || definition.fallback === null) return 'unset';
  const shown = definition.kind.show(definition.fallback);
  return shown === 'none' ? shown : `\`${shown}\``;
}

function tableRow(name: SettingName): string {
  const definition: Setting<unknown> = settingCatalogue[name];
  const description = `${definition.description}${definition.isSecret === true ? ' Secret.' : ''}`;
  const cells = [`\`${name}\``, defaultText(definition), definition.kind.permitted, description];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** docs/settings.md: one table a section, as Markdown that is not yet laid out. */
export function settingsDocument(): string {
  const sections = SETTING_SECTIONS.map((section) => {
    const names = SETTING_NAMES.filter((name) => settingCatalogue[name].section === section);
    return [
      `## ${section}\n`,
      '| Variable | Default | Values | Meaning |',
      '| --- | --- | --- | --- |',
      ...names.map(tableRow),
    ].join('\n');
  });
  return [INTRODUCTION, ...sections].join('\n');
}
