import type pg from 'pg';
import { fromPublicId } from '../../../src/domain/ids.ts';
import { createSqlLogin, type SqlLogin } from '../../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

export const OTHER_TENANT = '01980000-0000-7000-8000-0000000000ff';

export interface StoredEvent {
  readonly type: string;
  readonly data: string;
  readonly tags: string[];
  readonly priority: number;
  readonly occurred_at: Date;
  readonly deliver_at: Date | null;
  readonly expires_at: Date | null;
  readonly created_at: Date;
}

/** A member of the publisher role and of nothing else, on a database of its own that has a tenant `other` too. */
export class Producer {
  private constructor(
    readonly database: TestDatabase,
    readonly login: SqlLogin,
    /** One session, in which transactions can be opened. */
    readonly client: pg.PoolClient,
  ) {}

  static async create(): Promise<Producer> {
    const database = await createTestDatabase();
    await database.query('insert into tenants (id, uid) values ($1, $2)', [OTHER_TENANT, 'other']);
    const login = await createSqlLogin(database, 'posthorn_publisher');
    return new Producer(database, login, await login.pool.connect());
  }

  /** @param call arguments as SQL */
  async publish(
    call: string,
    values: unknown[] = [],
    db: Pick<pg.Pool, 'query'> = this.client,
  ): Promise<string> {
    const { rows } = await db.query<{ id: string }>(`select posthorn.publish(${call}) as id`, values);
    return rows[0]?.id ?? '';
  }

  /** From a session of its own. */
  async publishBeside(call: string): Promise<string> {
    return await this.publish(call, [], this.login.pool);
  }

  async find(publicId: string): Promise<StoredEvent | undefined> {
    const rows = await this.database.query<StoredEvent>(
      'select *, data::text as data from events where id = $1',
      [uuidOf(publicId)],
    );
    return rows[0];
  }

  async countEvents(): Promise<number> {
    const rows = await this.database.query<{ n: number }>('select count(*)::int as n from events');
    return rows[0]?.n ?? -1;
  }

  async close(): Promise<void> {
    this.client.release(true);
    await this.login.drop();
    await this.database.drop();
  }
}

export function uuidOf(publicId: string): string {
  return fromPublicId('event', publicId) ?? '';
}
