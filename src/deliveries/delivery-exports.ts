import { StreamableFile, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PosthornError } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import { closeSignal } from '../http/close-signal.ts';
import type { ExportType } from '../http/export-type.ts';
import { endedEarly, OpenAnswers } from '../http/open-answers.ts';
import type { DeliveriesService } from './deliveries.service.ts';
import { exportDeliveries } from './delivery-export.ts';
import type { ListDeliveriesQuery } from './dto/list-deliveries.dto.ts';

/** Each reads one page after the other, and makes text of it: a few keep a core busy. */
const EXPORTS_MAX = 8;
const EXPORTS_OF_TENANT_MAX = 4;

/** Answers a list as one file: all of it, as fast as its client takes it, and no more once that is gone. */
export class DeliveryExports implements BeforeApplicationShutdown {
  private readonly open = new OpenAnswers({
    name: 'exports',
    max: EXPORTS_MAX,
    ofTenantMax: EXPORTS_OF_TENANT_MAX,
  });

  constructor(private readonly deliveries: Pick<DeliveriesService, 'findAll'>) {}

  /**
   * What fails before the first row is answered as for a page; later only a broken connection can tell.
   * @throws PosthornError `invalid` for what only pages have; `rate_limited` and `unavailable` for too many at once; and as
   * `DeliveriesService.list`
   */
  async answer(
    tenantId: Uuid,
    query: ListDeliveriesQuery,
    type: ExportType,
    response: FastifyReply,
  ): Promise<StreamableFile> {
    refusePlaces(query);
    const gone = closeSignal(response);
    const signal = this.open.begin(tenantId, gone);
    const pages = await this.deliveries.findAll(tenantId, query, signal).catch((error: unknown) => {
      throw signal.aborted ? endedEarly(gone, error) : error;
    });
    const { stream, fileName } = exportDeliveries(pages, type);
    response.header('Cache-Control', 'no-store');
    return new StreamableFile(stream, {
      type: `${type}; charset=utf-8`,
      disposition: `attachment; filename="${fileName}"`,
    });
  }

  /** Broken off, so that no client takes it for whole. */
  beforeApplicationShutdown(): void {
    this.open.stop();
  }
}

function refusePlaces(query: ListDeliveriesQuery): void {
  const errors = (['limit', 'cursor'] as const)
    .filter((path) => query[path] !== undefined)
    .map((path) => ({ path, message: 'must be left out of an export, which has no pages' }));
  if (errors.length > 0) throw new PosthornError('invalid', { errors });
}
