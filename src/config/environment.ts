import { SETTING_NAMES } from './setting-catalogue.ts';

/** This process's environment without any of Posthorn's settings: for a child that gets settings of its own. */
export function environmentWithoutSettings(): NodeJS.ProcessEnv {
  const names = new Set<string>(SETTING_NAMES);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.has(name)));
}
