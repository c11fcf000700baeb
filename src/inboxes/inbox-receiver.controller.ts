import { All, Controller, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/public.decorator.ts';
import type { BodyRoute } from '../http/body.ts';
import { closeSignal } from '../http/close-signal.ts';
import { InboxReceiver } from './inbox-receiver.ts';
import { RECEIVED_BYTES_MAX } from './inbox-record.ts';

const RAW = { bodyBytesMax: RECEIVED_BYTES_MAX, commaCountMax: 0, isRaw: true } as const;

/** Where anything may be sent: no body there is read as JSON, and nobody is asked for a key. */
export const INBOX_BODY_ROUTES: readonly BodyRoute[] = [
  { ...RAW, path: '/inbox/:token' },
  { ...RAW, path: '/inbox/:token/*' },
];

/** The addresses of inboxes, for whatever sends to them. Not in the API's document: what they answer is their owners' choice. */
@ApiExcludeController()
@Public()
@Controller('inbox')
export class InboxReceiverController {
  constructor(private readonly receiver: InboxReceiver) {}

  @All([':token', ':token/*'])
  async receive(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() response: FastifyReply,
  ): Promise<void> {
    const { raw, body } = request;
    const target = raw.url ?? '';
    const { status, body: text } = await this.receiver.receive({
      token,
      method: raw.method ?? '',
      path: target.slice(target.indexOf(token) + token.length),
      headers: pairsOf(raw.rawHeaders),
      body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      gone: closeSignal(response),
    });
    response
      .status(status)
      .header('Cache-Control', 'no-store')
      .header('Content-Type', 'text/plain; charset=utf-8');
    await response.send(text);
  }
}

function pairsOf(flat: readonly string[]): (readonly [string, string])[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));
}
