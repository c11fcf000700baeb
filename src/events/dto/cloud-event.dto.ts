import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsEmpty,
  IsObject,
  IsString,
  Matches,
  ValidateNested,
} from 'class-validator';
import { IsTime, MayBeAbsent } from '../../http/dto-fields.ts';
import { IsRawJsonObject, type RawJson } from '../../http/raw-text.ts';
import { IsEventType } from '../../http/event-type-field.ts';
import { BATCH_EVENTS_MAX } from './publish-event.dto.ts';

/** A URI reference has no spaces (RFC 3986), so that the first one ends it where source and id stand together. */
const SOURCE_PATTERN = /^[^\s\p{Cc}\p{Cs}]{1,2048}$/u;
const ID_PATTERN = /^[^\p{Cc}\p{Cs}]{1,2048}$/u;
/** JSON by its own name or by its suffix (CloudEvents JSON format 1.0, section 3.1), in any case: JSON Schema has no flag for that. */
const JSON_DATA_PATTERN = /^[\w.+-]{1,64}\/(?:[\w.+-]{1,64}\+)?[jJ][sS][oO][nN]\s*(?:;.{0,256})?$/u;

/** CloudEvents 1.0 in the JSON format, as far as an event has a place for it. */
export class CloudEventBody {
  @Equals('1.0', { message: 'must be 1.0' })
  specversion!: string;

  @IsEventType()
  type!: string;

  @Matches(SOURCE_PATTERN, { message: 'must be a URI reference of up to 2,048 characters' })
  source!: string;

  @Matches(ID_PATTERN, { message: 'must be 1 to 2,048 printable characters' })
  id!: string;

  @MayBeAbsent()
  @IsTime()
  time?: string;

  @MayBeAbsent()
  @Matches(JSON_DATA_PATTERN, { message: 'must be JSON: no other data is taken' })
  datacontenttype?: string;

  @IsRawJsonObject()
  data!: RawJson;

  @IsEmpty({ message: 'must be absent: only JSON data is taken' })
  data_base64?: undefined;

  /** The extension for distributed tracing. */
  @MayBeAbsent()
  @IsString()
  traceparent?: string;

  @MayBeAbsent()
  @IsString()
  tracestate?: string;
}

/** The attributes above; subject, dataschema and other extensions are allowed, and passed over. */
export const CLOUD_EVENT_ATTRIBUTES = [
  'specversion',
  'type',
  'source',
  'id',
  'time',
  'datacontenttype',
  'data',
  'data_base64',
  'traceparent',
  'tracestate',
] as const satisfies readonly (keyof CloudEventBody)[];

export class CloudEventBatchBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(BATCH_EVENTS_MAX)
  @IsObject({ each: true, message: 'must hold JSON objects' })
  @ValidateNested({ each: true })
  @Type(() => CloudEventBody)
  events!: CloudEventBody[];
}
