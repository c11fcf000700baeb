import { expect } from '@jest/globals';
import type { Scenarios } from './scenario.ts';

export const retentionScenarios = {
  getRetention: {
    200: async (world) => {
      await world.event('order.paid');
      const report = await world.api.GET('/api/retention');
      expect(report.data?.data[0]).toMatchObject({ kind: 'events', days: 30, own_days: null });
      return report;
    },
  },
  getInstallationRetention: {
    200: async (world) => {
      await world.event('order.paid');
      const report = await world.api.GET('/api/retention/installation');
      expect(report.data?.data[0]).toMatchObject({ kind: 'events', days: 30 });
      return report;
    },
  },
} satisfies Scenarios<'getRetention' | 'getInstallationRetention'>;
