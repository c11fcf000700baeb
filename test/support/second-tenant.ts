import { randomBytes } from 'node:crypto';
import type { Uuid } from '../../src/domain/ids.ts';
import type { TestApp } from './test-app.ts';

/** A tenant as the management tables hold it, beside the default one. */
export async function addTenant({ database }: Pick<TestApp, 'database'>, uid: string): Promise<Uuid> {
  const id = `01980000-0000-7000-8000-${randomBytes(6).toString('hex')}`;
  await database.query('insert into tenants (id, uid, name) values ($1, $2, $2)', [id, uid]);
  await database.query('insert into subscription_versions (tenant_id) values ($1)', [id]);
  return id;
}
