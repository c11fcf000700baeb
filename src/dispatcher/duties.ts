import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { withAdvisoryLock } from '../database/advisory-lock.ts';
import { errorCode } from '../engine/database-errors.ts';
import { STATS_DUTY } from '../engine/history/rollups.ts';
import { DISPATCHER_PARTS, type DispatcherParts } from './dispatcher-parts.ts';

/**
 * What must be done from time to time. Every process has these duties; an advisory lock each lets one do them at a time,
 * and none overlaps itself.
 */
@Injectable()
export class Duties implements OnModuleInit, BeforeApplicationShutdown {
  private isStopping = false;
  private replaying: Promise<void> = Promise.resolve();
  private isReplayLookFailing = false;

  constructor(@Inject(DISPATCHER_PARTS) private readonly parts: DispatcherParts) {}

  /** Nothing can be stored without today's partitions, so a start that cannot make them fails. */
  async onModuleInit(): Promise<void> {
    await this.parts.partitions.ensureAhead(this.parts.clock.now());
  }

  @Cron(CronExpression.EVERY_HOUR, { name: 'partitions', waitForCompletion: true })
  async makePartitions(): Promise<void> {
    await this.perform('partitions', async () => {
      await this.parts.partitions.ensureAhead(this.parts.clock.now());
    });
  }

  @Cron(CronExpression.EVERY_10_MINUTES, { name: 'retention', waitForCompletion: true })
  async enforceRetention(): Promise<void> {
    await this.perform('retention', async () => {
      await this.parts.retention.enforce();
    });
  }

  /** Between the rounds of retention, so that what was under way when an event was erased is soon gone. */
  @Cron(CronExpression.EVERY_MINUTE, { name: 'erased events', waitForCompletion: true })
  async sweepErasedEvents(): Promise<void> {
    await this.perform('erased events', async () => {
      await this.parts.retention.sweepErased();
    });
  }

  @Cron(CronExpression.EVERY_HOUR, { name: 'idle webhooks', waitForCompletion: true })
  async disableIdleWebhooks(): Promise<void> {
    await this.perform('idle webhooks', async () => {
      await this.parts.idleWebhooks.disable();
    });
  }

  @Cron(CronExpression.EVERY_30_SECONDS, { name: STATS_DUTY, waitForCompletion: true })
  async rollUpStats(): Promise<void> {
    await this.perform(STATS_DUTY, async () => {
      await this.parts.rollups.advance();
    });
  }

  /** Every second, so nothing is locked, and no connection taken for it, before a batch is due. */
  @Cron(CronExpression.EVERY_SECOND, { name: 'replays', waitForCompletion: true })
  async runReplays(): Promise<void> {
    if (this.isStopping) return;
    this.replaying = this.replay();
    await this.replaying;
  }

  /** A batch that is under way commits before the connections are closed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.replaying;
  }

  /** Not under a lock: each process has its own clock. */
  @Cron(CronExpression.EVERY_30_SECONDS, { name: 'clock', waitForCompletion: true })
  async measureClock(): Promise<void> {
    try {
      await this.parts.clock.measure(this.parts.pool);
    } catch (error) {
      this.parts.log.warn({ code: errorCode(error) }, 'the database clock could not be read');
    }
  }

  private async replay(): Promise<void> {
    if (!(await this.isReplayDue())) return;
    await this.perform('replays', async () => {
      await this.parts.replays.runDue(() => this.isStopping);
    });
  }

  /** While the database is gone, one line says so, and not one a second. */
  private async isReplayDue(): Promise<boolean> {
    try {
      const isDue = await this.parts.replays.isAnyDue();
      this.isReplayLookFailing = false;
      return isDue;
    } catch (error) {
      if (!this.isReplayLookFailing) {
        this.parts.log.warn({ code: errorCode(error) }, 'replays could not be looked for');
      }
      this.isReplayLookFailing = true;
      return false;
    }
  }

  private async perform(duty: string, work: () => Promise<void>): Promise<void> {
    try {
      await withAdvisoryLock(this.parts.pool, duty, work);
    } catch (error) {
      // Each step of a duty commits by itself, and the next process takes it up: its connections were closed, no more.
      if (this.isStopping) {
        this.parts.log.info({ duty, code: errorCode(error) }, 'a duty ended with the process');
        return;
      }
      this.parts.log.error(
        { duty, code: errorCode(error), err: error },
        'a duty failed and will be tried again',
      );
    }
  }
}
