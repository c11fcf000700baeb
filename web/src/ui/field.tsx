import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** What ties a control to its label, hint and error: spread it over the control. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with it, such as a fault of the API at its path. */
  readonly error?: string | null;
  readonly children: (control: ControlProps) => ReactNode;
}

/** A control with its label above, and what is to be known of it below. */
export function Field({ label, hint, error = null, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const isDescribed = hint !== undefined || error !== null;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        ...(isDescribed ? { 'aria-describedby': hintId } : {}),
        ...(error === null ? {} : { 'aria-invalid': true }),
      })}
      {isDescribed && (
        <div id={hintId} className={error === null ? 'field-hint' : 'field-error'}>
          {error ?? hint}
        </div>
      )}
    </div>
  );
}

export function Input({ className, ...rest }: ComponentPropsWithRef<'input'>) {
  return <input autoComplete="off" spellCheck={false} {...rest} className={classNames('input', className)} />;
}

export function TextArea({ className, ...rest }: ComponentPropsWithRef<'textarea'>) {
  return <textarea spellCheck={false} {...rest} className={classNames('input', 'text-area', className)} />;
}

/** The browser's own, which phones and screen readers know best; its choices are `option`s. */
export function Select({ className, ...rest }: ComponentPropsWithRef<'select'>) {
  return <select {...rest} className={classNames('input', 'select', className)} />;
}

interface CheckboxProps extends Omit<ComponentPropsWithRef<'input'>, 'type'> {
  readonly label: ReactNode;
}

export function Checkbox({ label, className, ...rest }: CheckboxProps) {
  return (
    <label className={classNames('checkbox', className)}>
      <input {...rest} type="checkbox" />
      <span>{label}</span>
    </label>
  );
}
