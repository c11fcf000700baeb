/** A child process's side: answers each message of its parent with one, and ends when the parent lets it go. */
export function answerParent<Message, Answer>(
  answer: (message: Message) => Promise<Answer>,
  close: () => Promise<void> = async () => Promise.resolve(),
): void {
  process.on('message', (message: Message) => {
    void answer(message).then((result) => process.send?.(result));
  });
  process.on('disconnect', () => {
    void close().finally(() => process.exit(0));
  });
}
