import type { IdGenerator, Uuid } from '../domain/ids.ts';
import { backoffMs } from '../engine/backoff.ts';
import { errorCode } from '../engine/database-errors.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import { run, type Queryable } from '../engine/statement.ts';
import type { TenantNames } from './ingest-publisher.ts';
import type { Refusal } from './ingest-source.ts';
import { KEEP_INGEST_ERRORS } from './sql/keep-errors.ts';
import type { Stop } from './stop.ts';

/** Of one refusal, in all. */
const RAW_BYTES_MAX = 16_384;
const SOURCE_CHARACTERS_MAX = 512;
const REASON_CHARACTERS_MAX = 4_000;
/** Of a tenant; older ones go. */
const ROWS_MAX = 10_000;

export interface IngestErrorsParts {
  /** Sees the rows of every tenant. */
  readonly db: Queryable;
  readonly ids: IdGenerator;
  readonly tenants: TenantNames;
  readonly tenant: string;
  readonly log: EngineLog;
}

/** Keeps what was received and is no event, with the reason. */
export class IngestErrors {
  constructor(private readonly parts: IngestErrorsParts) {}

  /** Tries until they are kept. @returns false when it was stopped before */
  async keep(refusals: readonly Refusal[], stop: Stop): Promise<boolean> {
    const [first] = refusals;
    if (first === undefined) return true;
    for (let failures = 1; !stop.isRequested; failures += 1) {
      try {
        const tenantId = await this.parts.tenants.resolve(this.parts.tenant);
        if (tenantId !== null) {
          await this.store(tenantId, refusals);
          this.tell(first, refusals.length);
          return true;
        }
      } catch (error) {
        if (failures === 1) {
          this.parts.log.warn(
            { code: errorCode(error) },
            'what is no event could not be kept; it is tried again',
          );
        }
      }
      await stop.pause(backoffMs(failures));
    }
    return false;
  }

  private async store(tenantId: Uuid, refusals: readonly Refusal[]): Promise<void> {
    const rows = refusals.map(({ received, reason }) => ({
      id: this.parts.ids.next(),
      source: toText(received.source, SOURCE_CHARACTERS_MAX),
      entryId: received.entryId,
      reason: toText(reason, REASON_CHARACTERS_MAX),
      ...rawJson(received.raw),
    }));
    await run(this.parts.db, KEEP_INGEST_ERRORS, [
      tenantId,
      rows.map(({ id }) => id),
      rows.map(({ source }) => source),
      rows.map(({ entryId }) => entryId),
      rows.map(({ json }) => json),
      rows.map(({ isTruncated }) => isTruncated),
      rows.map(({ reason }) => reason),
      ROWS_MAX,
    ]);
  }

  /** One line for all of them: a producer that sends nothing else would fill the log. */
  private tell({ received: { source, entryId }, reason }: Refusal, refused: number): void {
    this.parts.log.warn(
      { source, entryId, reason, refused },
      'what came from Redis is no event, and is kept',
    );
  }
}

/** Postgres' texts take no NUL. */
function toText(text: string, charactersMax: number): string {
  return Array.from(text.replaceAll('\u0000', '\ufffd')).slice(0, charactersMax).join('');
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The first bytes of it, each part as text, or in base64 where it is no UTF-8. */
function rawJson(raw: readonly Buffer[]): { json: string; isTruncated: boolean } {
  let room = RAW_BYTES_MAX;
  let isTruncated = false;
  const parts: unknown[] = [];
  for (const bytes of raw) {
    if (room === 0) {
      isTruncated = true;
      break;
    }
    isTruncated ||= bytes.length > room;
    parts.push(partOf(bytes.subarray(0, room)));
    room = Math.max(0, room - bytes.length);
  }
  return { json: JSON.stringify(parts), isTruncated };
}

function partOf(bytes: Buffer): string | { base64: string } {
  try {
    return UTF8.decode(bytes);
  } catch {
    return { base64: bytes.toString('base64') };
  }
}
