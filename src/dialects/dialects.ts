import type { DynamicModule } from '@nestjs/common';
import type { DialectPort } from '../config/dialect-ports.ts';
import type { DialectName } from '../domain/dialect-names.ts';
import type { IdleRule } from '../engine/dispatch/idle-webhooks.ts';
import type { BodyRoute } from '../http/body.ts';
import type { ErrorFace, FaceOf } from '../http/error-face.ts';
import { PROBLEM_FACE } from '../http/problem.filter.ts';
import type { SidePort } from '../http/side-ports.ts';
import type { DialectParts } from './dialect-parts.ts';
import type { Dialect } from './dialect.ts';
import { empDialect } from './emp/emp.dialect.ts';
import { taskflowDialect } from './taskflow/taskflow.dialect.ts';
import { workflowDialect } from './workflow/workflow.dialect.ts';

/** All of them: one that is named and is not here does not compile. */
const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  emp: empDialect,
  workflow: workflowDialect,
  taskflow: taskflowDialect,
};

export const DIALECT_BODY_ROUTES: readonly BodyRoute[] = Object.values(DIALECTS).flatMap(
  ({ bodyRoutes = [] }) => bodyRoutes,
);

export const IDLE_RULES: readonly IdleRule[] = Object.values(DIALECTS).flatMap(({ name, idleMs }) =>
  idleMs === undefined ? [] : [{ dialect: name, idleMs }],
);

export function registerDialects(parts: DialectParts): DynamicModule[] {
  return Object.values(DIALECTS).map((dialect) => dialect.register(parts));
}

/** The face of the dialect that the first segment of a path names; the router takes it in any case. */
export const faceOfPath: FaceOf = (path) => {
  const [, name = ''] = /^\/([a-z]+)(?=[/?]|$)/i.exec(path) ?? [];
  const dialect = Object.values(DIALECTS).find((each) => each.name === name.toLowerCase());
  return dialect === undefined ? PROBLEM_FACE : faceOf(dialect);
};

export function toSidePorts(ports: readonly DialectPort[]): SidePort[] {
  return ports.map(({ dialect, port, tenant }) => ({
    name: dialect,
    prefix: `/${dialect}`,
    port,
    tenant,
    face: faceOf(DIALECTS[dialect]),
  }));
}

function faceOf({ errorFace }: Dialect): ErrorFace {
  return errorFace ?? PROBLEM_FACE;
}
