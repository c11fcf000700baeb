import { EVENT_BODY } from '../../http/body.ts';
import type { Dialect } from '../dialect.ts';
import { TASKFLOW_IDLE_MS } from './taskflow-defaults.ts';
import { TaskflowModule } from './taskflow.module.ts';

/** TaskFlow (document 004). */
export const taskflowDialect: Dialect = {
  name: 'taskflow',
  errorFace: null,
  bodyRoutes: [{ ...EVENT_BODY, path: '/taskflow/api/webhooks/:id/test', rawPath: ['sample_data'] }],
  idleMs: TASKFLOW_IDLE_MS,
  register: (parts) => TaskflowModule.register(parts),
};
