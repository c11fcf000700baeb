import { empFormat } from './formats/emp.ts';
import { githubFormat } from './formats/github.ts';
import { optimizerFormat } from './formats/optimizer.ts';
import { slackFormat } from './formats/slack.ts';
import { standardFormat } from './formats/standard.ts';
import { stripeFormat } from './formats/stripe.ts';
import { svixFormat } from './formats/svix.ts';
import { taskflowFormat } from './formats/taskflow.ts';
import { workflowFormat } from './formats/workflow.ts';
import { compileWireFormat, type Renderer } from './renderer.ts';
import type { WireFormat } from './wire-format.ts';

export const FORMAT_NAMES = [
  'standard',
  'emp',
  'optimizer',
  'workflow',
  'taskflow',
  'github',
  'stripe',
  'svix',
  'slack',
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export const BUILT_IN_FORMATS = {
  standard: standardFormat,
  emp: empFormat,
  optimizer: optimizerFormat,
  workflow: workflowFormat,
  taskflow: taskflowFormat,
  github: githubFormat,
  stripe: stripeFormat,
  svix: svixFormat,
  slack: slackFormat,
} satisfies Record<FormatName, WireFormat>;

/** What is said of a name that neither a built-in format nor one of the tenant's own has. */
export const UNKNOWN_FORMAT = `must be ${FORMAT_NAMES.join(', ')}, or the name of a format of your own`;

const renderers = new Map<string, Renderer>(
  Object.values(BUILT_IN_FORMATS).map((format) => [format.name, compileWireFormat(format)]),
);

/** Null for a name that is none of a built-in format. */
export function findBuiltIn(name: string): WireFormat | null {
  return Object.hasOwn(BUILT_IN_FORMATS, name) ? BUILT_IN_FORMATS[name as FormatName] : null;
}

/** The compiled renderer of a built-in format, or null for a name that is none. */
export function findRenderer(name: string): Renderer | null {
  return renderers.get(name) ?? null;
}
