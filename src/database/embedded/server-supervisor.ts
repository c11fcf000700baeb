import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningServer } from './postgres-server.ts';

interface SupervisorHooks {
  /** Starts the server again on the same port; undefined when it did not come up. */
  relaunch: () => Promise<RunningServer | undefined>;
  onUnexpectedExit: () => void;
  log: (line: string) => void;
}

const FIRST_DELAY_MS = 100;
const DELAY_MAX_MS = 5_000;

/** Brings the server back when it ends without having been asked to; for as long as it takes. */
export class ServerSupervisor {
  #server: RunningServer;
  #isStopping = false;
  readonly #hooks: SupervisorHooks;
  readonly #watching: Promise<void>;

  constructor(server: RunningServer, hooks: SupervisorHooks) {
    this.#server = server;
    this.#hooks = hooks;
    this.#watching = this.#watch();
  }

  /** Also waits for a restart that is under way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#server.stop();
    await this.#watching;
    // A restart that was under way may have put a new server in the place of the one just stopped.
    await this.#server.stop();
  }

  async #watch(): Promise<void> {
    while (await this.#endsUnasked()) {
      this.#hooks.log(
        `the embedded PostgreSQL (process ${String(this.#server.pid)}) ended; starting it again`,
      );
      this.#hooks.onUnexpectedExit();
      const server = await this.#bringBack();
      if (!server) return;
      this.#hooks.log(`the embedded PostgreSQL is back on port ${String(server.port)}`);
      this.#server = server;
    }
  }

  /** A stop that came during a restart finds the new server running, and ends it itself. */
  async #endsUnasked(): Promise<boolean> {
    if (!this.#isStopping) await this.#server.exited;
    return !this.#isStopping;
  }

  /** Backends that outlive their postmaster hold the cluster for a moment, so that the first tries may fail. */
  async #bringBack(): Promise<RunningServer | undefined> {
    for (let delayMs = FIRST_DELAY_MS; !this.#isStopping; delayMs = Math.min(delayMs * 2, DELAY_MAX_MS)) {
      const server = await this.#tryRelaunch();
      if (server) return server;
      this.#hooks.log(`the embedded PostgreSQL did not start; next try in ${String(delayMs)} ms`);
      await sleep(delayMs);
    }
    return undefined;
  }

  async #tryRelaunch(): Promise<RunningServer | undefined> {
    try {
      return await this.#hooks.relaunch();
    } catch (error) {
      this.#hooks.log(`the embedded PostgreSQL could not be started: ${String(error)}`);
      return undefined;
    }
  }
}
