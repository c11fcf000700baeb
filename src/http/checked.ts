import { ValidateBy, type ValidationArguments } from 'class-validator';

/** Finds what is wrong with a field's value; undefined where nothing is, or where another rule tells already. */
export type FaultFinder = (value: unknown, dto: object) => string | undefined;

/** A rule whose sentence depends on the value. */
export function Checked(name: string, findFault: FaultFinder): PropertyDecorator {
  const faultOf = (value: unknown, args: ValidationArguments | undefined): string | undefined =>
    findFault(value, args?.object ?? {});
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown, args) => faultOf(value, args) === undefined,
      defaultMessage: (args) => faultOf(args?.value, args) ?? '',
    },
  });
}
