import type { Scenarios, World } from './scenario.ts';

const BASE = { 'Posthorn-Console': '/' };

async function signIn({ api }: World) {
  const made = await api.POST('/api/keys', { body: { name: 'A person', scopes: ['read'] } });
  const headers = { Authorization: `Bearer ${made.data?.key ?? ''}` };
  return await api.POST('/api/console/session', { params: { header: BASE }, headers });
}

export const consoleScenarios = {
  startConsoleSession: { 201: signIn },
  getConsoleSession: { 200: async ({ api }) => await api.GET('/api/console/session') },
  endConsoleSession: {
    204: async (world) => {
      const { response } = await signIn(world);
      const cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      return await world.api.DELETE('/api/console/session', {
        params: { header: BASE },
        headers: { cookie },
      });
    },
  },
} satisfies Scenarios<'startConsoleSession' | 'getConsoleSession' | 'endConsoleSession'>;
