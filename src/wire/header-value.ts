import { CUSTOM_HEADER_BYTES_MAX } from '../domain/custom-headers.ts';
import { compileText, holdsForeignText, type Place, type Text } from './placeholders.ts';
import { RenderError } from './wire-format.ts';

/** RFC 9110 section 5.5 without obs-text: what else receivers read differs from one to the next. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * Compiles a header's template so that it never ends or splits the header: what an event brings along is looked at, all
 * else is known to be printable ASCII.
 */
export function checkedHeader(name: string, template: string, place: Place): Text {
  const render = compileText(template, place);
  if (!holdsForeignText(template)) return render;
  return (scope) => {
    const value = render(scope);
    if (value.length <= CUSTOM_HEADER_BYTES_MAX && PRINTABLE_ASCII.test(value)) return value;
    throw new RenderError(
      `The header ${name} would not be printable ASCII of at most ${CUSTOM_HEADER_BYTES_MAX} characters.`,
    );
  };
}
