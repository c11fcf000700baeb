import { PickType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeAbsent } from '../../http/dto-fields.ts';
import { ListDeliveriesQuery } from './list-deliveries.dto.ts';

const OUTCOMES = ['succeeded', 'failed', 'shadowed'] as const;

/** Of the attempt itself, where a list asks for the last attempt of a delivery. */
export class StreamAttemptsQuery extends PickType(ListDeliveriesQuery, [
  'webhook_id',
  'event_id',
  'event_type',
  'error_type',
  'response_status',
  'tag',
] as const) {
  @MayBeAbsent()
  @IsIn(OUTCOMES)
  outcome?: (typeof OUTCOMES)[number];
}
