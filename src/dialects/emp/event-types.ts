import type { EventTypeCatalogue } from '../dialect.ts';

/** "Event Types" of document 000, and those that document 001 alone has. */
export const EMP_EVENT_TYPES = {
  'job.submitted': 'Job added to queue',
  'job.assigned': 'Job assigned to worker',
  'job.progress': 'Job progress update',
  'job.completed': 'Job completed successfully',
  'job.failed': 'Job failed',
  'job.cancelled': 'Job cancelled',
  'job.timeout': 'Job timed out',
  'job.status_changed': 'Any job status change',
  'machine.startup': 'Machine came online',
  'machine.startup_complete': 'Machine startup finished',
  'machine.shutdown': 'Machine went offline',
  'worker.connected': 'Worker connected',
  'worker.disconnected': 'Worker disconnected',
} as const satisfies EventTypeCatalogue;
