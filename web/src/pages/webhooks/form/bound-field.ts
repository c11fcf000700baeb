/** The fields of a form that are texts. */
type TextName<Form> = { [Name in keyof Form]: Form[Name] extends string ? Name : never }[keyof Form] & string;

export interface BoundField {
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

/** What a control needs of its field; `path` is the field's name in the API. */
export type Bind<Form> = (name: TextName<Form>, path: string) => BoundField;

export function createBind<Form>(
  form: Form,
  onChange: (changed: Partial<Form>) => void,
  errorOf: (path: string) => string | null,
): Bind<Form> {
  return (name, path) => ({
    value: form[name] as string,
    error: errorOf(path),
    onChange: (value) => {
      onChange({ [name]: value } as Partial<Form>);
    },
  });
}
