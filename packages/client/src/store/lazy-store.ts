import type { StoreSettings } from '../client-settings.ts';
import { openStore, type Store } from './store.ts';

/** A store that is opened by its first use. After a failure, and after it was closed, the next use opens it anew. */
export class LazyStore {
  private opening: Promise<Store> | null = null;

  constructor(private readonly settings: StoreSettings) {}

  async open(): Promise<Store> {
    this.opening ??= openStore(this.settings).catch((error: unknown) => {
      this.opening = null;
      throw error;
    });
    return await this.opening;
  }

  async close(): Promise<void> {
    const { opening } = this;
    this.opening = null;
    const store = await opening?.catch(() => null);
    await store?.close();
  }
}
