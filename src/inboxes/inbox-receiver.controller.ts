import { All, Controller, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/public.decorator.ts';
import type { BodyReading, BodyRoute } from '../http/body.ts';
import { closeSignal } from '../http/close-signal.ts';
import { InboxReceiver } from './inbox-receiver.ts';
import { RECEIVED_BYTES_MAX } from './inbox-record.ts';

/** What stands before the path that is kept; some clients write scheme and host (RFC 9112 section 3.2.2). */
const ADDRESS = /^(?:https?:\/\/[^/?#]*)?\/[^/?]*\/[^/?]*/i;

/** Where anything may be sent: no body there is read as JSON, and nobody is asked for a key, but for an inbox that is there. */
export function inboxBodyRoutes(receiver: InboxReceiver): readonly BodyRoute[] {
  const reading: BodyReading = {
    bodyBytesMax: RECEIVED_BYTES_MAX,
    commaCountMax: 0,
    admit: async ({ params }) => {
      await receiver.admit((params as { readonly token: string }).token);
    },
  };
  return ['/inbox/:token', '/inbox/:token/*'].map((path) => ({ ...reading, path }));
}

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
    const { status, body: text } = await this.receiver.receive({
      token,
      method: raw.method ?? '',
      path: (raw.url ?? '').replace(ADDRESS, ''),
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
