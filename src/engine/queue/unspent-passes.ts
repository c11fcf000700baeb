import type { Uuid } from '../../domain/ids.ts';
import type { GatePass } from './claimed-delivery.ts';
import type { Completion } from './completion.ts';

/** A token that was taken for nothing. */
export interface UnspentPass {
  readonly webhookId: Uuid;
  readonly pass: GatePass;
}

/** Those of deliveries that took a token and made no request; one that could not be recorded had made it. */
export function findUnspentPasses(completions: readonly Completion[]): UnspentPass[] {
  return completions.flatMap(({ delivery: { webhookId, pass }, attempt, outcome }) => {
    const isRequested =
      attempt !== null || (outcome.kind === 'dead_letter' && outcome.reason === 'unrecordable');
    return isRequested || pass?.hasToken !== true ? [] : [{ webhookId, pass }];
  });
}
