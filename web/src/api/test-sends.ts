import { useMutation } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';

export type TestSend = Schemas['TestSend'];
export type TestWebhookBody = Schemas['TestWebhookBody'];
export type TestUrlBody = Schemas['TestUrlBody'];

/** Succeeds where the receiver refuses, too: the answer tells what came of it. */
export function useTestWebhook(id: string) {
  return useMutation({
    mutationFn: async (body: TestWebhookBody) =>
      await dataOf(api.POST('/api/webhooks/{id}/test', { params: { path: { id } }, body })),
  });
}

/** To an address that is no webhook yet. */
export function useTestUrl() {
  return useMutation({
    mutationFn: async (body: TestUrlBody) => await dataOf(api.POST('/api/webhooks/test', { body })),
  });
}
