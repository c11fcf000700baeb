import { startDialectWorld, type DialectWorld, type MadeWebhook } from '../support/dialect-world.ts';
import { sendPrinted, type PrintedAnswer } from '../support/printed-request.ts';

/** As the dialect shows it. */
export interface TaskflowWebhook extends MadeWebhook {
  readonly name: string;
  readonly is_active: boolean;
  readonly disabled_reason: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface TaskflowWorld extends DialectWorld {
  /** A request as the document prints it, with a token, to the port on which its paths stand at the root. */
  send<Body = TaskflowWebhook>(
    example: string,
    changes?: Readonly<Record<string, string>>,
  ): Promise<PrintedAnswer<Body>>;
  make(name: string, fields?: object): Promise<TaskflowWebhook>;
}

export async function startTaskflowWorld(): Promise<TaskflowWorld> {
  const world = await startDialectWorld('taskflow');
  return Object.assign(world, {
    send: async <Body>(example: string, changes: Readonly<Record<string, string>> = {}) => {
      const [line = '', ...rest] = example.split('\n');
      const authorized = [line, `Authorization: Bearer ${world.token}`, ...rest].join('\n');
      return await sendPrinted<Body>(world.url, authorized, changes);
    },
    make: async (name: string, fields: object = {}) => {
      const wanted = { name, events: ['job.completed'], ...fields };
      return (await world.register(name, wanted)) as TaskflowWebhook;
    },
  });
}
