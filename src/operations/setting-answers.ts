import { ApiSchema } from '@nestjs/swagger';
import { SETTING_SECTIONS, type Setting } from '../config/setting.ts';
import { settingCatalogue } from '../config/setting-catalogue.ts';
import type { SummaryLine } from '../config/settings.ts';
import { Shown } from '../http/openapi/shown.ts';

const SOURCES = ['set', 'default'] as const;

@ApiSchema({ name: 'Setting' })
export class SettingJson {
  @Shown({ type: String, description: 'The environment variable.', example: 'POSTHORN_SLOTS' })
  readonly name!: string;

  @Shown({ enum: SETTING_SECTIONS, example: 'Delivery' })
  readonly section!: (typeof SETTING_SECTIONS)[number];

  @Shown({
    type: String,
    nullable: true,
    description: 'As the start shows it: secrets, and passwords in URLs, are `***`. Null where it is unset.',
    example: '2000',
  })
  readonly value!: string | null;

  @Shown({ enum: SOURCES, description: 'Whether the environment says so.', example: 'default' })
  readonly source!: (typeof SOURCES)[number];

  @Shown({
    type: String,
    nullable: true,
    description: 'What the process made of it, where that is more than the value.',
    example: null,
  })
  readonly note!: string | null;

  @Shown({ type: Boolean, example: false })
  readonly is_secret!: boolean;

  @Shown({ type: String, example: 'Deliveries that one process has in flight at most.' })
  readonly description!: string;
}

@ApiSchema({ name: 'SettingList' })
export class SettingListJson {
  @Shown({ type: [SettingJson], example: undefined })
  readonly data!: readonly SettingJson[];
}

export function toSettingListJson(summary: readonly SummaryLine[]): SettingListJson {
  return { data: summary.map(toSettingJson) };
}

function toSettingJson({ name, value, isDefault, note }: SummaryLine): SettingJson {
  const { section, description, isSecret = false }: Setting<unknown> = settingCatalogue[name];
  return {
    name,
    section,
    value,
    source: isDefault ? 'default' : 'set',
    note: note ?? null,
    is_secret: isSecret,
    description,
  };
}
