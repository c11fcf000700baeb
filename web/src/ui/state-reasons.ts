const WORDS: Readonly<Record<string, string>> = {
  no_success: 'No success for a while',
  failing_too_long: 'Failing for days',
  gone: 'Answered 410 Gone',
  idle: 'Nothing sent for long',
  inactive: 'Disabled by hand',
};

/** Why a webhook is in its state, for people; a reason that is new here is shown as it is. */
export function stateReason(reason: string): string {
  return WORDS[reason] ?? reason;
}
