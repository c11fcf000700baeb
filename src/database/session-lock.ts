import pg from 'pg';
import { CONNECT_TIMEOUT_MS } from './session.ts';

const QUERY_TIMEOUT_MS = 5_000;

export interface SessionLockOptions {
  readonly url: string;
  readonly schema: string;
  readonly applicationName: string;
  /** One lock each name and installation. */
  readonly name: string;
}

/**
 * An advisory lock for as long as something runs, on a connection of its own: a pool's would be kept from everybody else. It
 * is gone with its connection. Nobody waits for it in the database, where a waiting statement would hold back vacuum. As with
 * LISTEN, the URL must not lead through a transaction pooler.
 */
export class SessionLock {
  private client: pg.Client | null = null;
  private isHeld = false;

  constructor(
    private readonly options: SessionLockOptions,
    /** The connection broke, and with it the lock that was held: another process may have it by now. */
    private readonly onLost: () => void,
  ) {}

  /**
   * Takes it, or makes sure that it still is held.
   * @returns false where another session has it
   * @throws where the database does not answer; it is not held then
   */
  async take(): Promise<boolean> {
    const client = this.client ?? this.open();
    try {
      if (this.client === null) {
        this.client = client;
        await client.connect();
      }
      if (this.isHeld) await client.query('select 1');
      else this.isHeld = await this.tryLock(client);
      return this.isHeld;
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  async release(): Promise<void> {
    const { client } = this;
    this.client = null;
    this.isHeld = false;
    await client?.end().catch(() => undefined);
  }

  private open(): pg.Client {
    const { url, applicationName, name } = this.options;
    const client = new pg.Client({
      connectionString: url,
      application_name: `${applicationName} ${name}`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    const lose = (): void => {
      if (this.client !== client) return;
      const wasHeld = this.isHeld;
      this.client = null;
      this.isHeld = false;
      if (wasHeld) this.onLost();
    };
    client.on('error', lose);
    client.on('end', lose);
    return client;
  }

  private async tryLock(client: pg.Client): Promise<boolean> {
    const { schema, name } = this.options;
    const { rows } = await client.query<{ is_locked: boolean }>(
      'select pg_try_advisory_lock(hashtext($1), hashtext($2)) as is_locked',
      [schema, name],
    );
    return rows[0]?.is_locked === true;
  }
}
