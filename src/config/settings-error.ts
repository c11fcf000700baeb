/** One wrong setting: the variable's name and, without any secret, what is wrong with it. */
export interface SettingFault {
  readonly name: string;
  readonly message: string;
}

/** Thrown once for all settings; its message is a heading followed by one line for every fault. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly faults: readonly SettingFault[];

  constructor(faults: readonly SettingFault[]) {
    const lines = faults.map((fault) => `  ${fault.name} ${fault.message}`);
    super([`${String(faults.length)} of the settings cannot be used:`, ...lines].join('\n'));
    this.faults = faults;
  }
}
