import type { FastifyReply } from 'fastify';
import { linkHeader, type Page } from './pagination.ts';

export type ListJson<Json> = Page<Json> & { total?: number };

/**
 * A list's answer, with its headers set: Link (RFC 8288), and, where a total was wished for and counted,
 * Preference-Applied (RFC 7240 section 3).
 * @param total null where none was wished for, or where counting would have had to read too much
 */
export function answerList<Row, Json>(
  response: FastifyReply,
  page: Page<Row>,
  toJson: (row: Row) => Json,
  total: number | null,
): ListJson<Json> {
  const link = linkHeader(response.request.originalUrl, page);
  if (link !== undefined) response.header('Link', link);
  const json = { ...page, data: page.data.map(toJson) };
  if (total === null) return json;
  response.header('Preference-Applied', 'count=exact');
  return { ...json, total };
}
