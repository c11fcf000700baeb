import { Controller, Delete, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { Acting, type TenantContext } from '../auth/tenant.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { DeadLettersService } from './dead-letters.service.ts';
import { PurgeDeadLettersQuery } from './dto/purge-query.dto.ts';
import { DeadLetterPurgeJson } from './replay-answers.ts';

@ApiTags('Replays')
@Controller('api/dead-letters')
@Requires('manage')
export class DeadLettersController {
  constructor(private readonly deadLetters: DeadLettersService) {}

  @Delete()
  @ApiOperation({
    operationId: 'purgeDeadLetters',
    summary: 'Remove old dead letters',
    description:
      'Oldest first, 10,000 a request at most; ask again while `has_more`. They cannot be retried or replayed any more, ' +
      'and a replay of what is missing would make them anew.',
  })
  @ApiOkResponse({ type: DeadLetterPurgeJson })
  @ApiProblems('not_found')
  async purge(
    @Acting() by: TenantContext,
    @Query() query: PurgeDeadLettersQuery,
  ): Promise<DeadLetterPurgeJson> {
    const { count, isCut } = await this.deadLetters.purge(by, query);
    return { purged_count: count, has_more: isCut };
  }
}
