import type { FieldFault, PosthornError } from '../../domain/errors.ts';
import type { ErrorFace } from '../../http/error-face.ts';

/** Every answer of EMP, lists too ("Response" in document 000): times inside it are in ms, this one is ISO 8601. */
export interface EmpAnswer<Data> {
  readonly success: boolean;
  readonly data: Data;
  readonly timestamp: string;
}

export function answer<Data>(data: Data): EmpAnswer<Data> {
  return { success: true, data, timestamp: new Date().toISOString() };
}

/** What was asked for was done, and has failed: `data` tells what of it there is. */
export function failedAnswer<Data>(error: string, data: Data): EmpAnswer<Data> & { readonly error: string } {
  return { success: false, error, data, timestamp: new Date().toISOString() };
}

export const EMP_ERRORS: ErrorFace = {
  mediaType: 'application/json',
  toBody: (error) => ({ success: false, error: toSentence(error), timestamp: new Date().toISOString() }),
};

/** One text for all, since EMP's clients show it as it is: the fields that are wrong stand behind it. */
function toSentence({ detail, errors = [] }: PosthornError): string {
  return [detail, errors.map(toWords).join('; ')].filter((text) => text !== '').join(' ');
}

function toWords({ path, message }: FieldFault): string {
  return path === '' ? message : `${path} ${message}`;
}
