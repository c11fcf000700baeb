import { asSuperuser, createSqlLogin, type SqlLogin } from '../../support/sql-login.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

export interface Change {
  readonly type: string;
  readonly data: { readonly new?: object; readonly old?: object; readonly changed?: string[] };
}

/** A table `orders` in a schema `shop`, with who owns it and who changes it. */
export class AttachedTable {
  private constructor(
    readonly database: TestDatabase,
    /** Owns the table, and may publish. */
    readonly owner: SqlLogin,
    /** Changes the table, and may neither publish nor look into Posthorn's schema. */
    readonly clerk: SqlLogin,
  ) {}

  static async create(): Promise<AttachedTable> {
    const database = await createTestDatabase();
    const owner = await createSqlLogin(database, 'posthorn_publisher');
    const clerk = await createSqlLogin(database);
    await asSuperuser(database, `create schema shop authorization ${owner.name}`);
    for (const { name } of [owner, clerk]) {
      await asSuperuser(database, `alter role ${name} set search_path = shop`);
    }
    await run(owner, `grant usage on schema shop to ${clerk.name}`);
    return new AttachedTable(database, owner, clerk);
  }

  async make(): Promise<void> {
    await run(
      this.owner,
      'create table orders (id integer primary key, status text, total numeric, note json)',
      `grant select, insert, update, delete on orders to ${this.clerk.name}`,
    );
  }

  async clear(): Promise<void> {
    const functions = 'posthorn_orders_default, posthorn_orders_paid';
    await run(this.owner, 'drop table orders', `drop function if exists ${functions}`);
    await this.takeChanges();
  }

  async attach(options: string, login = this.owner): Promise<void> {
    await login.pool.query(`select posthorn.attach(${options})`);
  }

  /** What has been published since the last look, oldest first. */
  async takeChanges(): Promise<Change[]> {
    const rows = await this.database.query<Change>('select type, data from events order by id');
    await this.database.query('delete from outbox');
    await this.database.query('delete from events');
    return rows;
  }

  /** The triggers of the table, and the functions of its schema. */
  async madeObjects(): Promise<string[]> {
    const { rows } = await this.owner.pool.query<{ name: string }>(
      `select tgname::text as name from pg_trigger where tgrelid = 'orders'::regclass
       union all select proname from pg_proc where pronamespace = 'shop'::regnamespace order by 1`,
    );
    return rows.map(({ name }) => name);
  }

  async close(): Promise<void> {
    await this.clerk.drop();
    await this.owner.drop();
    await this.database.drop();
  }
}

export async function run(login: SqlLogin, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await login.pool.query(statement);
}
