import type { components } from '../../../test/support/api-types.ts';

export type Problem = components['schemas']['Problem'];

/** A request that failed: as the API says (RFC 9457), or without a word of it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** What to name to whoever reads the log; null where no answer came. */
  readonly requestId: string | null;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  /** When it may be tried again; null where nothing is said of it. */
  readonly retryAfterSeconds: number | null;

  constructor(
    problem: (Pick<Problem, 'status' | 'code' | 'title' | 'detail'> & Partial<Problem>) | LocalProblem,
    response: Response | null,
    options?: ErrorOptions,
  ) {
    super(problem.detail, options);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.requestId = response?.headers.get('x-request-id') ?? null;
    this.faults = ('errors' in problem ? problem.errors : undefined) ?? [];
    const retryAfter = Number(response?.headers.get('retry-after') ?? NaN);
    this.retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : null;
  }

  static unreachable(cause: unknown): ApiError {
    const detail = 'Posthorn did not answer. It may be restarting, or the network is gone.';
    return new ApiError({ status: 0, code: 'unreachable', title: 'No answer', detail }, null, { cause });
  }

  /** Something else than Posthorn has answered, such as a proxy. */
  static unreadable(response: Response): ApiError {
    const { status } = response;
    const detail = `The answer with status ${String(status)} is not one of Posthorn’s.`;
    return new ApiError({ status, code: 'unreadable', title: 'Unknown answer', detail }, response);
  }
}

/** What the API has found wrong with the field at a path, such as `quotas.webhooks`; null where that is nothing. */
export function faultAt(error: unknown, path: string): string | null {
  if (!(error instanceof ApiError)) return null;
  return error.faults.find((fault) => fault.path === path)?.message ?? null;
}

interface LocalProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}

export function isUnauthenticated(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
