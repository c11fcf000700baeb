import { Fragment } from 'react';

/** A sentence of the API, whose names of fields stand between backticks, as its documents do. */
export function CodedText({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) =>
    // Every second part stood between two of them; the parts never change their places.
    index % 2 === 0 ? <Fragment key={index}>{part}</Fragment> : <code key={index}>{part}</code>,
  );
}
