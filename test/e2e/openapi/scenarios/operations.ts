import { expect } from '@jest/globals';
import type { Scenarios } from './scenario.ts';

export const operationsScenarios = {
  getHealth: { 200: async ({ api }) => await api.GET('/health') },
  getLiveness: { 200: async ({ api }) => await api.GET('/health/live') },
  getReadiness: { 200: async ({ api }) => await api.GET('/health/ready') },
  getMetrics: { 200: async ({ api }) => await api.GET('/metrics', { parseAs: 'text' }) },
  getOpenApi: { 200: async ({ api }) => await api.GET('/api/openapi.json') },
  listSettings: {
    200: async ({ api }) => {
      const settings = await api.GET('/api/settings');
      const row = settings.data?.data.find(({ name }) => name === 'POSTHORN_ENCRYPTION_KEYS');
      expect(row).toMatchObject({ source: 'set', is_secret: true, section: 'Database' });
      return settings;
    },
  },
} satisfies Scenarios<
  'getHealth' | 'getLiveness' | 'getReadiness' | 'getMetrics' | 'getOpenApi' | 'listSettings'
>;
