import {
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Ingest } from './ingest.ts';

/** Reads with the application, and ends before it does. */
@Injectable()
class IngestLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(Ingest) private readonly ingest: Ingest) {}

  onApplicationBootstrap(): void {
    this.ingest.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ingest.stop();
  }
}

@Module({})
export class IngestModule {
  static register(ingest: Ingest): DynamicModule {
    return { module: IngestModule, providers: [{ provide: Ingest, useValue: ingest }, IngestLifecycle] };
  }
}
