import type { Scenarios } from './scenario.ts';

export const operationsScenarios = {
  getHealth: { 200: async ({ api }) => await api.GET('/health') },
  getLiveness: { 200: async ({ api }) => await api.GET('/health/live') },
  getReadiness: { 200: async ({ api }) => await api.GET('/health/ready') },
  getMetrics: { 200: async ({ api }) => await api.GET('/metrics', { parseAs: 'text' }) },
  getOpenApi: { 200: async ({ api }) => await api.GET('/api/openapi.json') },
} satisfies Scenarios<'getHealth' | 'getLiveness' | 'getReadiness' | 'getMetrics' | 'getOpenApi'>;
