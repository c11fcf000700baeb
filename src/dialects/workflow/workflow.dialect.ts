import { EVENT_BODY } from '../../http/body.ts';
import type { Dialect } from '../dialect.ts';
import { WorkflowModule } from './workflow.module.ts';

/** The Workflow Orchestration API (document 003). */
export const workflowDialect: Dialect = {
  name: 'workflow',
  errorFace: null,
  bodyRoutes: [{ ...EVENT_BODY, path: '/workflow/api/webhooks/test', rawPath: ['payload'] }],
  register: (parts) => WorkflowModule.register(parts),
};
