import type { FastifyReply } from 'fastify';
import { contentTag } from '../http/entity-tag.ts';
import type { FormatJson } from './format-answers.ts';
import type { FormatRecord } from './format-record.ts';

export function toFormatJson(record: FormatRecord): FormatJson {
  const { description, format } = record;
  return {
    name: format.name,
    description,
    built_in: record.version === null,
    user_agent: format.user_agent,
    content_type: format.content_type,
    headers: format.headers,
    replaceable_headers: format.replaceable_headers,
    signature: format.signature,
    json: format.json,
    body: format.body,
    version: record.version,
    created_at: record.version === null ? null : record.createdAt.toISOString(),
    updated_at: record.version === null ? null : record.updatedAt.toISOString(),
  };
}

/** With its entity tag, by which a GET that knows it is answered 304. */
export function showFormat(response: FastifyReply, record: FormatRecord): FormatJson {
  response.header('ETag', formatTag(record));
  return toFormatJson(record);
}

/** Strong, but for what has no version. The id is in it, since a name may be given to a new format, whose versions begin again. */
export function formatTag(record: FormatRecord): string {
  return record.version === null
    ? contentTag(JSON.stringify(record.format))
    : `"${record.version}-${record.id}"`;
}
