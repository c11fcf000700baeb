import { IsInt, Max, Min } from 'class-validator';
import { PosthornError, type FieldFault } from '../../domain/errors.ts';
import { KEPT_DAYS_MAX, type Keeping, type OwnKeeping } from '../../domain/keeping.ts';
import { NullIsDefault } from '../../http/dto-fields.ts';

/** What is absent stays as it is; null asks for what the installation keeps. */
export class RetentionBody {
  @NullIsDefault()
  @IsInt()
  @Min(1)
  @Max(KEPT_DAYS_MAX)
  event_data_days?: number | null;

  @NullIsDefault()
  @IsInt()
  @Min(1)
  @Max(KEPT_DAYS_MAX)
  attempt_data_days?: number | null;

  @NullIsDefault()
  @IsInt()
  @Min(1)
  @Max(KEPT_DAYS_MAX)
  history_days?: number | null;
}

/** @throws PosthornError `invalid` for what is longer than the installation keeps it: its days go as a whole, whosever they are */
export function configureRetention(body: RetentionBody, base: OwnKeeping, installation: Keeping): OwnKeeping {
  const kinds = [
    ['event_data_days', 'eventDataDays'],
    ['attempt_data_days', 'attemptDataDays'],
    ['history_days', 'historyDays'],
  ] as const;
  const errors: FieldFault[] = kinds.flatMap(([field, kind]) => {
    const longest = installation[kind];
    if ((body[field] ?? 0) <= longest) return [];
    const message = `must not be more than ${longest}, the days that the installation keeps`;
    return [{ path: `retention.${field}`, message }];
  });
  if (errors.length > 0) throw new PosthornError('invalid', { errors });
  const { event_data_days, attempt_data_days, history_days } = body;
  return {
    eventDataDays: event_data_days === undefined ? base.eventDataDays : event_data_days,
    attemptDataDays: attempt_data_days === undefined ? base.attemptDataDays : attempt_data_days,
    historyDays: history_days === undefined ? base.historyDays : history_days,
  };
}
