import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DISPATCHER_PARTS, type DispatcherParts } from './dispatcher-parts.ts';

/** Starts the worker with the application and drains it before the application ends. */
@Injectable()
export class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(DISPATCHER_PARTS) private readonly parts: DispatcherParts) {}

  onApplicationBootstrap(): void {
    const { worker, notifier, workChannel } = this.parts;
    if (worker === null) {
      workChannel.start(null);
      return;
    }
    notifier.subscribe((work) => {
      worker.wake(work);
    });
    worker.start();
    workChannel.start((work) => {
      notifier.wake(work);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.parts.worker?.stop(this.parts.shutdownGraceMs);
  }
}
