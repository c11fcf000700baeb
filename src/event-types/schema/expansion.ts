import type { FieldFault } from '../../domain/errors.ts';

/** A schema, and those that look at the same value when it does, each as often as it stands in the list. */
interface InPlaceNode {
  weight: number;
  readonly inPlace: string[];
}

/** By JSON Pointer. */
export type InPlaceEdges = Map<string, InPlaceNode>;

/** Keywords that may look at one value, with all references followed; 2^n of them fit into n lines of references. */
export const EXPANDED_WEIGHT_MAX = 10_000;

/**
 * What following the references within one value leads to: a circle, which would never end, or more keywords than
 * `EXPANDED_WEIGHT_MAX`. References that lead on to the value's members or elements are not followed: the data ends
 * them, and the step meter counts what they take.
 * @param edges whose references all lead to schemas that are in it
 */
export function findExpansionFaults(edges: InPlaceEdges): FieldFault[] {
  const weights = new Map<string, number | 'open'>();
  const expand = (pointer: string): number => {
    const known = weights.get(pointer);
    if (known === 'open') return Infinity;
    if (known !== undefined) return known;
    weights.set(pointer, 'open');
    const node = edges.get(pointer);
    const sum = (node?.inPlace ?? []).reduce((total, below) => total + expand(below), node?.weight ?? 0);
    weights.set(pointer, sum);
    return sum;
  };
  const heaviest = [...edges.keys()].reduce((most, pointer) => Math.max(most, expand(pointer)), 0);
  if (heaviest === Infinity) return [{ path: 'schema', message: CIRCLE }];
  return heaviest > EXPANDED_WEIGHT_MAX ? [{ path: 'schema', message: TOO_HEAVY }] : [];
}

const CIRCLE = 'must not refer to itself without going down to a member or an element';
const TOO_HEAVY = `must not ask more than ${EXPANDED_WEIGHT_MAX} keywords of one value, all references followed`;
