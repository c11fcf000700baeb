import { expect } from '@jest/globals';
import { VERIFY_EXAMPLES, VERIFY_WEBHOOK_EXAMPLES } from '../../../../src/probe/signature-check-examples.ts';
import { addTenant } from '../../../support/second-tenant.ts';
import type { Scenarios, World } from './scenario.ts';

/** More than the default limit of a minute. */
const REQUESTS_MAX = 100;

/** Asks as a new tenant, whose limit nothing else needs, until there is another answer. */
async function untilLimited<T extends { readonly response: Response }>(
  world: World,
  ask: (header: { 'Posthorn-Tenant': string }) => Promise<T>,
): Promise<T> {
  const header = { 'Posthorn-Tenant': world.name() };
  await addTenant(world.app, header['Posthorn-Tenant']);
  let answer = await ask(header);
  for (let count = 1; count < REQUESTS_MAX && answer.response.status !== 429; count += 1) {
    answer = await ask(header);
  }
  return answer;
}

export const probeScenarios = {
  testUrl: {
    200: async ({ api, receiver }) =>
      await api.POST('/api/webhooks/test', {
        body: { url: receiver.url, event_type: 'order.paid', data: {} },
      }),
    429: async (world) =>
      await untilLimited(world, async (header) => {
        const body = { url: world.receiver.url, event_type: 'order.paid', data: {} };
        return await world.api.POST('/api/webhooks/test', { params: { header }, body });
      }),
  },
  testWebhook: {
    200: async (world) => {
      const params = { path: { id: await world.webhook() } };
      return await world.api.POST('/api/webhooks/{id}/test', { params, body: {} });
    },
    429: async (world) =>
      await untilLimited(world, async (header) => {
        const params = { path: { id: 'nobody' }, header };
        return await world.api.POST('/api/webhooks/{id}/test', { params, body: {} });
      }),
  },
  verifySignature: {
    200: async ({ api }) => {
      const answer = await api.POST('/api/formats/verify', { body: VERIFY_EXAMPLES.pasted.value });
      expect(answer.data).toMatchObject({ verified: true, format: 'standard' });
      return answer;
    },
  },
  verifyWebhookSignature: {
    200: async (world) => {
      const params = { path: { id: await world.webhook() } };
      const body = VERIFY_WEBHOOK_EXAMPLES.pasted.value;
      return await world.api.POST('/api/webhooks/{id}/verify', { params, body });
    },
  },
  getWebhookSnippets: {
    200: async (world) => {
      const params = { path: { id: await world.webhook() } };
      const answer = await world.api.GET('/api/webhooks/{id}/snippets', { params });
      expect(answer.data?.snippets).toHaveLength(4);
      return answer;
    },
  },
} satisfies Scenarios<
  'testUrl' | 'testWebhook' | 'verifySignature' | 'verifyWebhookSignature' | 'getWebhookSnippets'
>;
