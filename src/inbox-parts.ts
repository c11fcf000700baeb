import type { DynamicModule } from '@nestjs/common';
import { ofEveryTenant } from './database/tenant-scope.ts';
import type { AppParts, EngineParts } from './engine-parts.ts';
import { InboxOrigin } from './inboxes/inbox-origin.ts';
import { InboxReceiver } from './inboxes/inbox-receiver.ts';
import { InboxesModule } from './inboxes/inboxes.module.ts';
import { InboxesService } from './inboxes/inboxes.service.ts';

/** Inboxes as one process has them: below /inbox where they are on, and in the API anyhow, which says that they are off. */
export function createInboxes(
  { settings, database }: Pick<AppParts, 'settings' | 'database'>,
  { ids }: Pick<EngineParts, 'ids'>,
): DynamicModule {
  const { inboxes, host } = settings.http;
  const receiver = inboxes.isOn ? new InboxReceiver({ db: ofEveryTenant(database.apiPool), ids }) : null;
  return InboxesModule.register(
    new InboxesService({ database, ids, isOn: inboxes.isOn }),
    receiver,
    new InboxOrigin({ origin: inboxes.origin, host }),
  );
}
