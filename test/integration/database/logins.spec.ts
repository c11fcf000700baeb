import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { inEveryTenant } from '../../../src/database/tenant-scope.ts';
import { checkAppRole, DatabaseError, isSuperuser } from '../../../src/database/server-checks.ts';
import type { EngineLog } from '../../../src/engine/engine-log.ts';
import { TEST_KEY } from '../../support/stored-webhook.ts';
import { CellDatabase } from './cell.ts';

let cells: CellDatabase;

beforeAll(async () => {
  cells = await CellDatabase.create();
});

afterAll(async () => {
  await cells.close();
});

function recordingLog(): EngineLog & { readonly warnings: string[] } {
  const warnings: string[] = [];
  const warn = (_fields: object, message: string): void => {
    warnings.push(message);
  };
  return { warnings, debug: () => undefined, info: () => undefined, warn, error: warn };
}

const settingsFor = (url: string, migrateUrl: string, schema: string): ReturnType<typeof loadSettings> =>
  loadSettings({
    POSTHORN_AUTH: 'open',
    DATABASE_URL: url,
    POSTHORN_MIGRATE_URL: migrateUrl,
    POSTHORN_SCHEMA: schema,
    POSTHORN_ENCRYPTION_KEYS: TEST_KEY,
  });

describe('a login that may create nothing', () => {
  it('is told to have the schema made, and by whom', async () => {
    const { url } = await cells.createLogin();
    const schema = cells.newSchemaName();
    const failure = migrate(url, schema);
    await expect(failure).rejects.toThrow(DatabaseError);
    await expect(failure).rejects.toThrow(
      `Run as a superuser: CREATE SCHEMA "${schema}" AUTHORIZATION <that login>;`,
    );
  });

  it('is told to have the roles made, all at once, and migrates when they are', async () => {
    const { login, url } = await cells.createLogin();
    const schema = cells.newSchemaName();
    await cells.asSuperuser(`create schema ${schema} authorization ${login}`);
    const failure: unknown = await migrate(url, schema).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseError);
    const { message } = failure as DatabaseError;
    expect(message).toContain(`The role ${schema}_app is missing and ${login} may not create it.`);

    const advice = message.slice(message.indexOf('Run as a superuser: ') + 'Run as a superuser: '.length);
    await cells.asSuperuser(advice);
    await expect(migrate(url, schema)).rejects.toThrow(
      `The schema ${schema}_report is missing and ${login} may not create it. ` +
        `Run as a superuser: CREATE SCHEMA ${schema}_report AUTHORIZATION ${login};`,
    );
    await cells.asSuperuser(`create schema ${schema}_report authorization ${login}`);
    await migrate(url, schema);
    const app = cells.openPool(url, schema, 'app');
    expect((await app.query('select uid from tenants')).rows).toEqual([{ uid: 'default' }]);
  });
});

describe('a login that is only a member of the app role', () => {
  it('runs Posthorn, where another login migrates', async () => {
    const { login, url } = await cells.createLogin();
    const schema = cells.newSchemaName();
    await migrate(cells.database.url, schema);
    await cells.asSuperuser(`grant ${schema}_app to ${login}`);

    const log = recordingLog();
    const database = await openDatabase(settingsFor(url, cells.database.url, schema), log);
    try {
      for (const pool of [database.apiPool, database.enginePool]) {
        const { rows } = await pool.query('select session_user::text, current_user::text');
        expect(rows).toEqual([{ session_user: login, current_user: `${schema}_app` }]);
      }
      expect(await inEveryTenant(database.prisma, async ({ tenant }) => await tenant.count())).toBe(1);
      expect(log.warnings).toEqual([]);
      // It has nothing to step back up to.
      await expect(database.apiPool.query('reset role; create table mine (id int)')).rejects.toMatchObject({
        code: '42501',
      });
    } finally {
      await database.close();
    }
  });

  it('starts without the owner where nothing is left to migrate, and cannot migrate what is', async () => {
    const { login, url } = await cells.createLogin();
    const { schema } = await cells.install();
    await cells.asSuperuser(`grant ${schema}_app to ${login}`);
    expect(await migrate(url, schema)).toEqual([]);
    await cells.asSuperuser(`delete from ${schema}._prisma_migrations where migration_name like '%upkeep'`);
    const failure = migrate(url, schema);
    await expect(failure).rejects.toThrow(DatabaseError);
    await expect(failure).rejects.toThrow('POSTHORN_MIGRATE_URL must name a login that owns it.');
  });
});

describe('a login that is no member of the app role', () => {
  it('is told what to grant', async () => {
    const { url } = await cells.createLogin();
    const { schema } = await cells.install();
    const failure = openDatabase(settingsFor(url, cells.database.url, schema), recordingLog());
    await expect(failure).rejects.toThrow(DatabaseError);
    await expect(failure).rejects.toThrow(
      `The login of DATABASE_URL may not act as ${schema}_app. Run: GRANT "${schema}_app" TO <that login>;`,
    );
  });

  it('is told to migrate, where there is no such role', async () => {
    const { url } = await cells.createLogin();
    const schema = cells.newSchemaName();
    await expect(checkAppRole(cells.openPool(url, schema, 'app'), schema)).rejects.toThrow(
      `The role ${schema}_app is missing. Run the migrations first: npm run migrate`,
    );
  });
});

describe('a login that cannot log in', () => {
  it('is told what the server said, at once', async () => {
    const { url, login } = await cells.createLogin();
    const wrong = new URL(url);
    wrong.password = 'another';
    const schema = cells.newSchemaName();
    const failure = openDatabase(settingsFor(wrong.href, wrong.href, schema), recordingLog());
    await expect(failure).rejects.toThrow(
      `The database cannot be reached: password authentication failed for user "${login}"`,
    );
    await expect(failure).rejects.not.toThrow('another');
  });
});

describe('a superuser', () => {
  it('runs, and is warned', async () => {
    const { schema } = await cells.install();
    const url = cells.database.superuserUrl;
    const log = recordingLog();
    const database = await openDatabase(settingsFor(url, url, schema), log);
    try {
      expect(await isSuperuser(database.apiPool)).toBe(true);
      const { rows } = await database.apiPool.query('select current_user::text');
      expect(rows).toEqual([{ current_user: `${schema}_app` }]);
      expect(log.warnings).toEqual([expect.stringContaining('superuser')]);
    } finally {
      await database.close();
    }
  });
});
