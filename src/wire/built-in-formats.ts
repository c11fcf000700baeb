import { standardFormat } from './formats/standard.ts';
import { compileWireFormat, type Renderer } from './renderer.ts';
import type { WireFormat } from './wire-format.ts';

export const FORMAT_NAMES = ['standard'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export const BUILT_IN_FORMATS = { standard: standardFormat } satisfies Record<FormatName, WireFormat>;

const renderers = new Map<string, Renderer>(
  Object.values(BUILT_IN_FORMATS).map((format) => [format.name, compileWireFormat(format)]),
);

/** The compiled renderer of a built-in format, or null for a name that is none. */
export function findRenderer(name: string): Renderer | null {
  return renderers.get(name) ?? null;
}
