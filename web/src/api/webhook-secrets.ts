import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';

export type WebhookSecrets = Schemas['WebhookSecrets'];
export type RotateSecretBody = Schemas['RotateSecretBody'];

/** Asked for on a click and kept by its caller alone: no cache holds a secret. */
export function useRevealSecrets(id: string) {
  return useMutation({
    gcTime: 0,
    mutationFn: async () =>
      await dataOf(api.GET('/api/webhooks/{id}/secret', { params: { path: { id } }, cache: 'no-store' })),
  });
}

export function useRotateSecret(id: string) {
  const queries = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: async (body: RotateSecretBody) =>
      await dataOf(api.POST('/api/webhooks/{id}/secret/rotate', { params: { path: { id } }, body })),
    onSuccess: async () => {
      // What it signs with, and its public key, may be others now.
      await queries.invalidateQueries({ queryKey: ['webhooks', 'one'] });
    },
  });
}
