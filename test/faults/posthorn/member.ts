import type { PosthornProcess } from '../../../src/cli/demo/posthorn-process.ts';
import { startProgram } from '../../support/posthorn-program.ts';

export interface MemberSettings {
  readonly databaseUrl: string;
  readonly role: 'all' | 'api' | 'worker';
  readonly leaseMs: number;
  /** What else differs: of Posthorn, or of Node. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A run that is broken off must not leave them behind. */
const runningPids = new Set<number>();
process.once('exit', () => {
  for (const pid of runningPids) process.kill(pid, 'SIGKILL');
});

/** One of several Posthorns on a database, which ends and comes back. */
export class Member {
  private running: PosthornProcess | null = null;

  constructor(private readonly settings: MemberSettings) {}

  /** Null while it is not running. */
  get baseUrl(): string | null {
    return this.running?.baseUrl ?? null;
  }

  /** Whether events can be published through it. */
  get isPublishing(): boolean {
    return this.running !== null && this.settings.role !== 'worker';
  }

  async start(): Promise<void> {
    const { databaseUrl, role, leaseMs, environment } = this.settings;
    this.running = await startProgram({
      DATABASE_URL: databaseUrl,
      POSTHORN_ROLE: role,
      POSTHORN_LEASE_MS: String(leaseMs),
      POSTHORN_LOG_LEVEL: 'fatal',
      ...environment,
    });
    runningPids.add(this.running.pid);
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running !== null) process.kill(this.running.pid, signal);
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const running = this.take();
    await running?.kill();
  }

  /** As a supervisor does it at an update. @throws Error when it does not end with success */
  async stop(): Promise<void> {
    const running = this.take();
    if (running === null) return;
    const exitCode = await running.stop();
    if (exitCode !== 0) throw new Error(`It ended with ${exitCode ?? 'a signal'} after SIGTERM.`);
  }

  private take(): PosthornProcess | null {
    const { running } = this;
    if (running !== null) runningPids.delete(running.pid);
    this.running = null;
    return running;
  }
}
