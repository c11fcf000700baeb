import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { AUDIT_ACTION_NAMES, type AuditAction } from '../../domain/audit/actions.ts';
import { ACTOR_KINDS, type ActorKind } from '../../domain/audit/actor.ts';
import { CreatedRangeQuery } from '../../http/created-range.ts';
import { MayBeAbsent } from '../../http/dto-fields.ts';

/** Any text that an id can be, of ours or of a token's issuer. */
const ID_TEXT = /^[^\0]{1,256}$/u;
const ID_MESSAGE = 'must have 1 to 256 characters';

/** What the log can be narrowed by. */
export class ListAuditQuery extends CreatedRangeQuery {
  @ApiProperty({ description: 'The id of a key, or the `sub` of a token.' })
  @MayBeAbsent()
  @Matches(ID_TEXT, { message: ID_MESSAGE })
  actor?: string;

  @MayBeAbsent()
  @IsIn(ACTOR_KINDS)
  actor_kind?: ActorKind;

  @MayBeAbsent()
  @IsIn(AUDIT_ACTION_NAMES)
  action?: AuditAction;

  @ApiProperty({ description: 'The id of what was changed; of an event type or a format, its name.' })
  @MayBeAbsent()
  @Matches(ID_TEXT, { message: ID_MESSAGE })
  object_id?: string;
}
