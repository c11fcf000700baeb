const CLOSE_MS_MAX = 5_000;

/** A child process's side: answers each message of its parent with one, and ends when the parent lets it go. */
export function answerParent(
  answer: (message: never) => Promise<unknown>,
  close: () => Promise<void> = async () => Promise.resolve(),
): void {
  const reply = async (message: unknown): Promise<void> => {
    const answered = await answer(message as never);
    process.send?.(answered);
  };
  process.on('message', (message) => {
    void reply(message);
  });
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), CLOSE_MS_MAX); // the database may have gone with the parent
    void close().finally(() => process.exit(0));
  });
}
