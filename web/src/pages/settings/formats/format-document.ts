import type { Format } from '../../../api/formats.ts';

/** What makes the format what it is, as the API takes it back; without its name, and what the API adds by itself. */
export function documentOf(
  format: Format,
): Omit<Format, 'name' | 'built_in' | 'version' | 'created_at' | 'updated_at'> {
  const {
    name: _,
    built_in: _isBuiltIn,
    version: _version,
    created_at: _createdAt,
    updated_at: _at,
    ...document
  } = format;
  return document;
}
