import type { AccessRow } from './access-table.ts';

/** A route of a dialect, as a request without anything there would call it. */
export interface FlowRoute extends AccessRow {
  readonly method: string;
  /** `:id` stands for what nothing has. */
  readonly path: string;
  readonly body?: object;
}

const WORKFLOW = '/workflow/api/webhooks';
const TASKFLOW = '/taskflow/api/webhooks';
const URL = 'https://example.com/webhook';

/** Every route of the dialects workflow and taskflow. */
export const FLOW_ROUTES: readonly FlowRoute[] = [
  {
    method: 'POST',
    path: WORKFLOW,
    body: { url: URL, events: ['system.info'] },
    scope: 'manage',
    answer: 201,
  },
  {
    method: 'POST',
    path: `${WORKFLOW}/test`,
    body: { url: 'http://127.0.0.1:9/', event: 'system.info', payload: {} },
    scope: 'manage',
    answer: 200,
  },
  { method: 'GET', path: WORKFLOW, scope: 'read', answer: 200 },
  { method: 'GET', path: `${WORKFLOW}/:id`, scope: 'read', answer: 404 },
  { method: 'PUT', path: `${WORKFLOW}/:id`, body: { active: true }, scope: 'manage', answer: 404 },
  { method: 'DELETE', path: `${WORKFLOW}/:id`, scope: 'manage', answer: 404 },
  {
    method: 'POST',
    path: TASKFLOW,
    body: { name: 'one', url: URL, events: ['job.failed'] },
    scope: 'manage',
    answer: 201,
  },
  { method: 'GET', path: TASKFLOW, scope: 'read', answer: 200 },
  { method: 'GET', path: `${TASKFLOW}/:id`, scope: 'read', answer: 404 },
  { method: 'PATCH', path: `${TASKFLOW}/:id`, body: { name: 'other' }, scope: 'manage', answer: 404 },
  { method: 'DELETE', path: `${TASKFLOW}/:id`, scope: 'manage', answer: 404 },
  { method: 'POST', path: `${TASKFLOW}/:id/test`, body: {}, scope: 'manage', answer: 404 },
  { method: 'GET', path: `${TASKFLOW}/:id/deliveries`, scope: 'read', answer: 404 },
];
