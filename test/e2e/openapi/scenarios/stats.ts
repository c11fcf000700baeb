import { expect } from '@jest/globals';
import type { Scenarios } from './scenario.ts';

export const statsScenarios = {
  getStatsSummary: {
    200: async (world) => {
      await world.delivery({ status: 204 }, 'delivered');
      const summary = await world.api.GET('/api/stats/summary');
      expect(summary.data?.by_status.delivered).toBeGreaterThan(0);
      return summary;
    },
  },
  getStatsTimeseries: {
    200: async (world) => {
      await world.delivery({ status: 204 }, 'delivered');
      const series = await world.api.GET('/api/stats/timeseries', {
        params: { query: { interval: 'minute' } },
      });
      expect(series.data?.attempts.succeeded).toBeGreaterThan(0);
      return series;
    },
  },
  getWebhookStats: {
    200: async (world) => {
      const path = { id: await world.webhook() };
      return await world.api.GET('/api/webhooks/{id}/stats', { params: { path } });
    },
  },
} satisfies Scenarios<'getStatsSummary' | 'getStatsTimeseries' | 'getWebhookStats'>;
