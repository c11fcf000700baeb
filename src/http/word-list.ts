import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import {
  ERROR_WORDS,
  parseErrorTypes,
  parseResponseStatuses,
  RESPONSE_STATUS_WORD,
} from '../domain/attempt-words.ts';

/** A comma list that `parse` does not answer null for; `words` are what can stand in it, as a pattern. */
export function IsWordList(
  name: string,
  parse: (text: string) => unknown,
  words: string,
  message: string,
): PropertyDecorator {
  const validator = ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && parse(value) !== null,
      defaultMessage: () => message,
    },
  });
  const pattern = `^(?:${words})(?:,(?:${words}))*$`;
  return applyDecorators(validator, ApiProperty({ type: String, pattern, description: toSentence(message) }));
}

/** Error types of last attempts. */
export function IsErrorTypeList(): PropertyDecorator {
  return IsWordList(
    'isErrorTypeList',
    parseErrorTypes,
    ERROR_WORDS.join('|'),
    `must be a comma list of ${ERROR_WORDS.join(', ')}`,
  );
}

/** What last attempts were answered. */
export function IsResponseStatusList(): PropertyDecorator {
  return IsWordList(
    'isResponseStatusList',
    parseResponseStatuses,
    RESPONSE_STATUS_WORD,
    'must be a comma list such as 503 or 4xx,5xx',
  );
}

/** `must be a list` as a description: `A list.` */
function toSentence(message: string): string {
  const text = message.replace(/^must be /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
