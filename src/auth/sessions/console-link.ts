import { timingSafeEqual } from 'node:crypto';
import type { Settings } from '../../config/settings.ts';
import { createKeySecret, hashKeySecret } from '../../domain/api-keys.ts';

const LIVED_MS = 900_000;
const TOKEN_BEGINNING = 'phl_';

/**
 * What lets one person in, once, within 15 minutes of the start that printed it. This process knows it alone, and keeps no
 * more than its SHA-256.
 */
export class ConsoleLink {
  private readonly hash: Buffer;
  private readonly endsAt: number;
  private token: string | null;
  private isUsed = false;

  /** @param now milliseconds of a clock that only goes on */
  constructor(
    randomBytes: (size: number) => Buffer,
    private readonly now: () => number,
  ) {
    this.token = TOKEN_BEGINNING + createKeySecret(randomBytes);
    this.hash = hashKeySecret(this.token);
    this.endsAt = now() + LIVED_MS;
  }

  /** The token, the first time that it is asked for; null from then on. */
  reveal(): string | null {
    const { token } = this;
    this.token = null;
    return token;
  }

  /** Whether this is it, which it is no more from then on. */
  take(token: string): boolean {
    if (this.isUsed || this.now() >= this.endsAt) return false;
    this.isUsed = timingSafeEqual(hashKeySecret(token), this.hash);
    return this.isUsed;
  }
}

/** Null where no key is asked for, and in production, where others than who started Posthorn read what it prints. */
export function makeConsoleLink(
  { environment, http }: Pick<Settings, 'environment' | 'http'>,
  mode: 'open' | 'required',
  randomBytes: (size: number) => Buffer,
): ConsoleLink | null {
  const isMade = mode === 'required' && http.hasConsole && environment !== 'production';
  return isMade ? new ConsoleLink(randomBytes, () => performance.now()) : null;
}
