import type { Type } from '@nestjs/common';
import { CreateEmpWebhookBody } from '../../dialects/emp/dto/emp-webhook.dto.ts';
import { toNativeWebhook as fromEmp } from '../../dialects/emp/emp-webhooks.ts';
import { CreateTaskflowWebhookBody } from '../../dialects/taskflow/dto/taskflow-bodies.ts';
import { ANONYMOUS } from '../../dialects/taskflow/taskflow-defaults.ts';
import { toNewWebhook as fromTaskflow } from '../../dialects/taskflow/taskflow-fields.ts';
import { findHttpsFault } from '../../dialects/taskflow/taskflow-url.ts';
import { admitting } from '../../dialects/taskflow/taskflow-users.repository.ts';
import { CreateWorkflowWebhookBody } from '../../dialects/workflow/dto/workflow-bodies.ts';
import { toNewWebhook as fromWorkflow } from '../../dialects/workflow/workflow-fields.ts';
import type { DialectName } from '../../domain/dialect-names.ts';
import { invalidField } from '../../domain/errors.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { AddressPolicy } from '../../domain/network/address-rules.ts';
import { parseBody } from '../../http/validation.ts';
import type { WebhooksService } from '../../webhooks/webhooks.service.ts';
import type { ImportedFields } from './import-file.ts';
import { fromOptimizer } from './optimizer-target.ts';

type CreateBody = Parameters<WebhooksService['create']>[1];
type CreationStep = NonNullable<Parameters<WebhooksService['create']>[3]>;

/** A webhook of an old system, as the native API would have it. */
export interface ImportedWebhook {
  readonly body: CreateBody;
  /** Whose it is, where the dialect tells users apart. */
  readonly owner?: string;
  /** What the dialect asks for at the creation, beside the webhook's own rules. */
  readonly admit?: CreationStep;
}

export interface ImportContext {
  readonly tenantId: Uuid;
  readonly addressPolicy: AddressPolicy;
}

/** @throws PosthornError `invalid`, by the names of the old system's fields */
export type ImportReader = (fields: ImportedFields, context: ImportContext) => Promise<ImportedWebhook>;

export const IMPORTED_SYSTEMS = ['emp', 'optimizer', 'workflow', 'taskflow'] as const satisfies (
  DialectName | 'optimizer'
)[];
export type ImportedSystem = (typeof IMPORTED_SYSTEMS)[number];

/** By the dialects' own rules for a creation: what they refuse there is refused here. */
export const IMPORT_READERS: Readonly<Record<ImportedSystem, ImportReader>> = {
  emp: async (fields) => ({
    body: fromEmp(await readBody(CreateEmpWebhookBody, fields, ['created_at', 'updated_at'])),
  }),
  workflow: async (fields) => ({
    body: fromWorkflow(await readBody(CreateWorkflowWebhookBody, fields, ['createdAt', 'updatedAt'])),
  }),
  taskflow: async ({ user, ...fields }, { tenantId, addressPolicy }) => {
    const body = await readBody(CreateTaskflowWebhookBody, fields, ['created_at', 'updated_at']);
    const fault = findHttpsFault(body.url, addressPolicy);
    if (fault !== undefined) throw invalidField('url', fault);
    const owner = readUser(user);
    return { body: fromTaskflow(body), owner, admit: admitting({ tenantId, user: owner }, body.name) };
  },
  optimizer: async (fields) => ({ body: await fromOptimizer(fields) }),
};

/** What the old system wrote of its own accord is passed over, and null stands for what is not set. */
async function readBody<T extends object>(
  dto: Type<T>,
  fields: ImportedFields,
  written: readonly string[],
): Promise<T> {
  const given = Object.entries(fields).filter(
    ([name, value]) => value !== null && name !== 'id' && !written.includes(name),
  );
  return await parseBody(dto, Object.fromEntries(given));
}

const USER_CHARACTERS_MAX = 512;

function readUser(user: unknown): string {
  if (user === undefined || user === null) return ANONYMOUS;
  const text = typeof user === 'number' ? String(user) : user;
  if (typeof text === 'string' && text !== '' && text.length <= USER_CHARACTERS_MAX) return text;
  throw invalidField('user', `must be the user's name, 1 to ${USER_CHARACTERS_MAX} characters`);
}
