import { completeFormat } from '../complete-format.ts';
import type { WireFormat } from '../wire-format.ts';

/** Svix: https://docs.svix.com/receiving/verifying-payloads/how-manual. Signed as `standard`; the body is the data. */
export const svixFormat: WireFormat = completeFormat({
  name: 'svix',
  headers: { 'svix-id': '{event.id}', 'svix-timestamp': '{attempt.timestamp|s}' },
  signature: {
    secret: 'whsec',
    content: '{event.id}.{attempt.timestamp|s}.{body}',
    encoding: 'base64',
    header: 'svix-signature',
    value: 'v1,{signature}',
    separator: ' ',
    alternatives: [{ algorithm: 'ed25519', encoding: 'base64', value: 'v1a,{signature}' }],
  },
});
