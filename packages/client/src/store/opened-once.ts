/** What is opened by its first use. After a failure, and after it was taken out, the next use opens it anew. */
export class OpenedOnce<T> {
  private opening: Promise<T> | null = null;

  constructor(private readonly openNew: () => Promise<T>) {}

  async open(): Promise<T> {
    this.opening ??= this.openNew().catch((error: unknown) => {
      this.opening = null;
      throw error;
    });
    return await this.opening;
  }

  /** What is open, for the caller to close; null where nothing is. */
  async takeOut(): Promise<T | null> {
    const { opening } = this;
    this.opening = null;
    return opening === null ? null : await opening.catch(() => null);
  }
}
