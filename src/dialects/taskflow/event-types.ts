/** Every event type of TaskFlow ("Supported Events"), with its description. */
export const TASKFLOW_EVENT_TYPES = {
  'job.started': 'When a processing job begins',
  'job.progress': 'Progress updates during job execution',
  'job.completed': 'When a job completes successfully',
  'job.failed': 'When a job fails',
  'request.created': 'When a new request is created',
  'request.updated': 'When a request is updated',
  'request.status.changed': 'When request status changes',
  'embedding.started': 'When embedding generation begins',
  'embedding.completed': 'When embeddings are generated successfully',
  'embedding.failed': 'When embedding generation fails',
} as const;
