import type { PosthornError } from '../domain/errors.ts';

/** In which shape failures are answered. Statuses and headers are the same in every one. */
export interface ErrorFace {
  readonly mediaType: string;
  toBody(error: PosthornError, requestId: string): object;
}

/** The face for a request's path, as it is routed. */
export type FaceOf = (path: string) => ErrorFace;
