import { SETTING_NAMES } from './setting-catalogue.ts';

/**
 * This process's environment for a command that answers no request: it is not asked for what production stores new secrets
 * with.
 */
export function environmentForUpkeep(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: undefined };
}

/** This process's environment without any of Posthorn's settings: for a child that gets settings of its own. */
export function environmentWithoutSettings(): NodeJS.ProcessEnv {
  const names = new Set<string>(SETTING_NAMES);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.has(name)));
}
