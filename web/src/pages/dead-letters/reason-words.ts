const WORDS: Readonly<Record<string, string>> = {
  exhausted: 'all attempts used up',
  final_status: 'an answer that is not retried',
  expired: 'out of time',
  webhook_disabled: 'the webhook is disabled',
  crashed: 'the worker broke again and again',
  unrecordable: 'could not be recorded',
  unreadable: 'its data could not be read',
  unrenderable: 'its format cannot carry it',
};

/** Why a delivery was given up, for people; a word that is new here is shown as it is. */
export function reasonWords(reason: string): string {
  return WORDS[reason] ?? reason;
}
