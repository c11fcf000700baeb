import { DIALECT_NAMES, type DialectName } from '../domain/dialect-names.ts';
import { ID_OR_UID_PATTERN } from '../domain/uid.ts';
import { quoted, type ValueKind } from './value-kinds.ts';

/** A port on which one dialect's addresses are exactly those of its document. */
export interface DialectPort {
  readonly dialect: DialectName;
  /** 0 = any free port. */
  readonly port: number;
  /** Id or uid of the tenant that those act in who could act in any; null for `default`. */
  readonly tenant: string | null;
}

const FORM = /^([a-z]+)@(\d{1,5})(?::(.+))?$/;
const PORT_MAX = 65_535;

/** `dialect@port`, or `dialect@port:tenant`. */
export const dialectPort: ValueKind<DialectPort> = {
  permitted: '`dialect@port` or `dialect@port:tenant`',
  read(text) {
    const [, name, digits, tenant] = FORM.exec(text) ?? [];
    if (name === undefined || Number(digits) > PORT_MAX) {
      return { fault: `must be as in emp@4000 or emp@4000:tenant, not ${quoted(text)}` };
    }
    const dialect = DIALECT_NAMES.find((known) => known === name);
    if (dialect === undefined) {
      return { fault: `must name one of the dialects ${DIALECT_NAMES.join(', ')}, not ${quoted(name)}` };
    }
    if (tenant !== undefined && !ID_OR_UID_PATTERN.test(tenant)) {
      return { fault: `must name a tenant by its id or uid, not ${quoted(tenant)}` };
    }
    return { value: { dialect, port: Number(digits), tenant: tenant ?? null } };
  },
  show: ({ dialect, port, tenant }) => `${dialect}@${String(port)}${tenant === null ? '' : `:${tenant}`}`,
};
