import type { NestExpressApplication } from '@nestjs/platform-express';
import { hardenApp } from './app-hardening.ts';
import { configureBodies, type BodyOptions } from './body.ts';
import { judgeByEntityTag } from './conditional-reads.ts';
import { limitConnections, type ConnectionLimits } from './connection-limits.ts';
import { requireJsonContentType } from './json-content-type.ts';
import { ProblemFilter, type ProblemLogger } from './problem.filter.ts';
import { assignRequestId } from './request-id.ts';
import { createValidationPipe } from './validation.ts';

export interface ConventionOptions {
  readonly corsOrigins: readonly string[];
  readonly logger: ProblemLogger;
  readonly bodies: BodyOptions;
  /** Default: `CONNECTION_LIMITS`. */
  readonly connections?: ConnectionLimits;
}

/**
 * Puts all conventions on an application made with `bodyParser: false`, before it is initialised. The order
 * matters: the id first, so that every refusal names it; bodies last, so that nothing is read for a refused
 * request.
 */
export function applyHttpConventions(app: NestExpressApplication, options: ConventionOptions): void {
  app.use(assignRequestId());
  app.use(judgeByEntityTag);
  hardenApp(app, options);
  app.use(requireJsonContentType);
  configureBodies(app, options.bodies);
  app.useGlobalFilters(new ProblemFilter(options.logger));
  app.useGlobalPipes(createValidationPipe());
  limitConnections(app.getHttpServer(), options.connections);
}
