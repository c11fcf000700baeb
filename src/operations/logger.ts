import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** The one logger of a process: JSON lines on standard output. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}

/** Nest's own lines through the same logger; what it says of routes and modules is for debugging. */
export function nestLogger(logger: Logger): LoggerService {
  const fields = (details: readonly unknown[]): object => ({ context: details.at(-1) });
  return {
    log: (message: unknown, ...details: unknown[]) => {
      logger.debug(fields(details), String(message));
    },
    debug: (message: unknown, ...details: unknown[]) => {
      logger.debug(fields(details), String(message));
    },
    warn: (message: unknown, ...details: unknown[]) => {
      logger.warn(fields(details), String(message));
    },
    error: (message: unknown, ...details: unknown[]) => {
      logger.error(
        { ...fields(details), err: message instanceof Error ? message : undefined },
        String(message),
      );
    },
  };
}
