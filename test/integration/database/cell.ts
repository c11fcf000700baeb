import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../../src/database/migrations.ts';
import { createPool } from '../../../src/database/session.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const ROLES = ['app', 'publisher', 'reader', 'operator'] as const;

/** One installation among others in a database: a schema of its own, and the roles that are named after it. */
export interface Cell {
  readonly schema: string;
  /** Connections as the processes open them for the engine. */
  readonly app: pg.Pool;
  /** Connections as the migrations open them. */
  readonly owner: pg.Pool;
}

/** An empty database and what tests put beside it in the server: roles and logins belong to all databases. */
export class CellDatabase {
  private readonly pools: pg.Pool[] = [];
  private readonly roles: string[] = [];

  private constructor(readonly database: TestDatabase) {}

  static async create(): Promise<CellDatabase> {
    return new CellDatabase(await createTestDatabase(true));
  }

  /** A schema name that no other test uses; the roles that come with it are dropped in the end. */
  newSchemaName(): string {
    const schema = `cell_${randomBytes(4).toString('hex')}`;
    this.roles.push(...ROLES.map((role) => `${schema}_${role}`));
    return schema;
  }

  async install(schema = this.newSchemaName()): Promise<Cell> {
    await migrate(this.database.url, schema);
    return {
      schema,
      app: this.openPool(this.database.url, schema, 'app'),
      owner: this.openPool(this.database.url, schema, 'owner'),
    };
  }

  openPool(url: string, schema: string, role: 'app' | 'owner'): pg.Pool {
    const pool = createPool(
      url,
      {
        schema,
        role,
        applicationName: 'posthorn test',
        connectionsMax: 2,
        statementTimeoutMs: 10_000,
        lockTimeoutMs: 2_000,
        isPlannerPinned: false,
        isOfEveryTenant: true,
      },
      () => undefined,
    );
    this.pools.push(pool);
    return pool;
  }

  /** A login without any privilege. @returns the database's URL with it */
  async createLogin(options = ''): Promise<{ login: string; url: string }> {
    const login = `login_${randomBytes(4).toString('hex')}`;
    this.roles.push(login);
    await this.asSuperuser(`create role ${login} login password 'secret' ${options}`);
    const url = new URL(this.database.url);
    url.username = login;
    url.password = 'secret';
    return { login, url: url.href };
  }

  async asSuperuser<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    return await query<Row>(this.database.superuserUrl, text);
  }

  async close(): Promise<void> {
    await Promise.all(
      this.pools.map(async (pool) => {
        await pool.end();
      }),
    );
    await this.database.drop();
    // With the database went all that the roles own or were granted.
    const names = this.roles.join(', ');
    if (names !== '') await query(process.env.TEST_SUPERUSER_URL ?? '', `drop role if exists ${names}`);
  }
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Row>(text);
    return result.rows;
  } finally {
    await client.end();
  }
}
