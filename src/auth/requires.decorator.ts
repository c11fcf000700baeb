import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Scope } from '../domain/scopes.ts';

export const REQUIRED_SCOPE = 'posthorn:required-scope';

/** What the caller must be allowed to do. Every route has this or is `@Public()`. */
export const Requires = (scope: Scope) =>
  applyDecorators(SetMetadata(REQUIRED_SCOPE, scope), ApiExtension('x-required-scope', scope));
