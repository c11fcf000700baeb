import type { Scenarios } from './scenario.ts';

export const operationsScenarios = {
  getHealth: { 200: async ({ api }) => await api.GET('/health') },
  getLiveness: { 200: async ({ api }) => await api.GET('/health/live') },
  getReadiness: { 200: async ({ api }) => await api.GET('/health/ready') },
  getOpenApi: { 200: async ({ api }) => await api.GET('/api/openapi.json') },
} satisfies Scenarios<'getHealth' | 'getLiveness' | 'getReadiness' | 'getOpenApi'>;
