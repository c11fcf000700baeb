import { Transform } from 'class-transformer';
import { ValidateIf } from 'class-validator';

/** The field may be absent. Unlike `@IsOptional()` it does not let `null` pass unchecked. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_dto: object, value: unknown) => value !== undefined);
}

/** The field may be absent, and null asks for its default. */
export function NullIsDefault(): PropertyDecorator {
  return ValidateIf((_dto: object, value: unknown) => value !== undefined && value !== null);
}

/** For a query parameter: decimal digits become a number; any other text stays and fails `@IsInt()`. */
export function QueryInteger(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
  );
}
