import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client.ts';

export type SignatureCheck = Schemas['SignatureCheck'];
export type SignatureVerdict = Schemas['SignatureVerdict'];
export type VerificationSnippets = Schemas['VerificationSnippets'];
export type ReceivedRequest = Schemas['ReceivedRequestBody'];

/** Whose signature it may be: that of a webhook, or one by a secret that somebody has. */
export type Signer =
  | { readonly kind: 'webhook'; readonly webhookId: string }
  | { readonly kind: 'secret'; readonly secrets: readonly string[] };

export function useSignatureCheck() {
  return useMutation({
    mutationFn: async ({
      request,
      signer,
    }: {
      readonly request: ReceivedRequest;
      readonly signer: Signer;
    }) => {
      if (signer.kind === 'secret') {
        const body = { ...request, secrets: [...signer.secrets] };
        return await dataOf(api.POST('/api/formats/verify', { body }));
      }
      const params = { path: { id: signer.webhookId } };
      return await dataOf(api.POST('/api/webhooks/{id}/verify', { params, body: request }));
    },
  });
}

/** Code that verifies what a webhook sends. */
export function snippetsQuery(webhookId: string) {
  return queryOptions({
    queryKey: ['webhooks', 'snippets', webhookId],
    queryFn: async ({ signal }) => {
      const params = { path: { id: webhookId } };
      return await dataOf(api.GET('/api/webhooks/{id}/snippets', { params, signal }));
    },
  });
}
