import { Module, type DynamicModule } from '@nestjs/common';
import { InboxOrigin } from './inbox-origin.ts';
import { InboxReceiverController } from './inbox-receiver.controller.ts';
import { InboxReceiver } from './inbox-receiver.ts';
import { InboxesController } from './inboxes.controller.ts';
import { InboxesService } from './inboxes.service.ts';

@Module({})
export class InboxesModule {
  /** @param receiver null where inboxes are off: then nothing is below /inbox, and the API says why */
  static register(
    inboxes: InboxesService,
    receiver: InboxReceiver | null,
    origin: InboxOrigin,
  ): DynamicModule {
    return {
      module: InboxesModule,
      controllers: [InboxesController, ...(receiver === null ? [] : [InboxReceiverController])],
      providers: [
        { provide: InboxesService, useValue: inboxes },
        { provide: InboxOrigin, useValue: origin },
        ...(receiver === null ? [] : [{ provide: InboxReceiver, useValue: receiver }]),
      ],
    };
  }
}
