import { IsTime, MayBeAbsent } from '../../http/dto-fields.ts';

/** Which deliveries are counted: those made from `created_after` on and before `created_before`. */
export class StatsQuery {
  @MayBeAbsent()
  @IsTime()
  created_after?: string;

  @MayBeAbsent()
  @IsTime()
  created_before?: string;
}
