import { loadSettings } from '../../src/config/load-settings.ts';
import { SettingsError, type SettingFault } from '../../src/config/settings-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with the settings of an environment. */
export function faultsOf(environment: Environment): readonly SettingFault[] {
  try {
    loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

export function faultyNames(environment: Environment): string[] {
  return faultsOf(environment).map((fault) => fault.name);
}
