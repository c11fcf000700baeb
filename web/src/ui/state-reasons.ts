const WORDS: Readonly<Record<string, string>> = {
  no_success: 'Nothing that was sent to it has succeeded for a while.',
  failing_too_long: 'It has been failing for days.',
  gone: 'Its receiver answered that it wants no more (410).',
  idle: 'Nothing has been sent to it for long.',
  inactive: 'Somebody has disabled it.',
};

/** Why a webhook is in its state, for people; a reason that is new here is shown as it is. */
export function stateReason(reason: string): string {
  return WORDS[reason] ?? reason;
}
