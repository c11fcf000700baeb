import { startDialectWorld, type DialectWorld, type MadeWebhook } from '../support/dialect-world.ts';
import { sendPrinted, type PrintedAnswer } from '../support/printed-request.ts';
import type { Answer, ReceivedRequest } from '../support/receiver.ts';
import { workflowHandler } from './sample-verifiers.ts';

/** As the dialect shows it. */
export interface WorkflowWebhook extends MadeWebhook {
  readonly url: string;
  readonly active: boolean;
  readonly secret?: string;
}

export interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly path: string }[];
}

export interface WorkflowWorld extends DialectWorld {
  /** A request as the document prints it, with a token, to the port on which its paths stand at the root. */
  send<Body = WorkflowWebhook>(
    example: string,
    changes?: Readonly<Record<string, string>>,
  ): Promise<PrintedAnswer<Body>>;
  make(path: string, fields?: object): Promise<WorkflowWebhook>;
}

const handle = workflowHandler();

/** The handler that the document prints, with what Express's JSON parser would give it. */
export const byDocument = ({ headers, body }: ReceivedRequest): Answer => ({
  status: handle({
    headers: headers as Record<string, string>,
    body: JSON.parse(body.toString()) as unknown,
  }),
});

export async function startWorkflowWorld(): Promise<WorkflowWorld> {
  const world = await startDialectWorld('workflow');
  return Object.assign(world, {
    send: async <Body>(example: string, changes: Readonly<Record<string, string>> = {}) =>
      await sendPrinted<Body>(world.url, example, { 'your-jwt-token': world.token, ...changes }),
    make: async (path: string, fields: object = {}) => {
      const wanted = { events: ['workflow.execution.completed'], ...fields };
      return (await world.register(path, wanted)) as WorkflowWebhook;
    },
  });
}
