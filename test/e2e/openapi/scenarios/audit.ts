import { expect } from '@jest/globals';
import type { Scenarios, World } from './scenario.ts';

const listAt = (path: '/api/audit' | '/api/audit/installation') => async (world: World) => {
  await world.webhook();
  const params = {
    query: { limit: 1, action: 'webhook.created' },
    header: { Prefer: 'count=exact' },
  } as const;
  const list = await world.api.GET(path, { params });
  expect(list.data?.data).toMatchObject([{ actor: { kind: 'open' }, object_type: 'webhook' }]);
  return list;
};

export const auditScenarios = {
  listAudit: { 200: listAt('/api/audit') },
  listInstallationAudit: { 200: listAt('/api/audit/installation') },
} satisfies Scenarios<'listAudit' | 'listInstallationAudit'>;
