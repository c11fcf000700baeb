/** Where the engine tells what it did; pino's logger is one. Each call is one line with all of its fields. */
export interface EngineLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
