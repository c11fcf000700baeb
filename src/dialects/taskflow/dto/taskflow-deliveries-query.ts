import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Checked } from '../../../http/checked.ts';
import { MayBeAbsent, QueryInteger } from '../../../http/dto-fields.ts';
import { STATUS_WORDS, type TaskflowStatus } from '../taskflow-statuses.ts';

const PAGE_SIZE_DEFAULT = 20;
const PAGE_SIZE_MAX = 100;
/** All rows before a page are read for it. */
export const DEPTH_MAX = 10_000;

/** "View Delivery History". */
export class TaskflowDeliveriesQuery {
  @MayBeAbsent()
  @IsIn([...STATUS_WORDS])
  status?: TaskflowStatus;

  @MayBeAbsent()
  @QueryInteger()
  @IsInt()
  @Min(1)
  @Checked('isWithinDepth', (_page, dto) => findDepthFault(dto))
  page?: number;

  @MayBeAbsent()
  @QueryInteger()
  @IsInt()
  @Min(1)
  @Max(PAGE_SIZE_MAX)
  page_size?: number;
}

export interface NumberedPage {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

export function pageOfQuery({
  page = 1,
  page_size: pageSize = PAGE_SIZE_DEFAULT,
}: TaskflowDeliveriesQuery): NumberedPage {
  return { page, pageSize };
}

function findDepthFault(query: TaskflowDeliveriesQuery): string | undefined {
  const { page, pageSize } = pageOfQuery(query);
  const pagesMax = Math.floor(DEPTH_MAX / pageSize);
  return page > pagesMax
    ? `must not be greater than ${String(pagesMax)}: the list is ${String(DEPTH_MAX)} deliveries deep; narrow it by status`
    : undefined;
}
