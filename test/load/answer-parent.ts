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
    void close().finally(() => process.exit(0));
  });
}
