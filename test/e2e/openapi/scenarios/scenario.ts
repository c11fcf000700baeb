import { expect } from '@jest/globals';
import type { operations } from '../../../support/api-types.ts';
import { eventually } from '../../../support/eventually.ts';
import type { Answer, Receiver } from '../../../support/receiver.ts';
import type { TestApp } from '../../../support/test-app.ts';
import type { ApiClient } from '../../../support/typed-client.ts';

/** What failures.spec.ts brings about at every operation alike. */
type CommonFailure = 400 | 401 | 403 | 404 | 413 | 415 | 422 | 503;

type StatusOf<Id extends keyof operations> = Exclude<
  keyof operations[Id]['responses'],
  'default' | CommonFailure
>;

/** Ends with the request whose answer counts. */
type Scenario = (world: World) => Promise<{ readonly response: Response }>;

/** One scenario for every status that the document has for an operation; the compiler misses none. */
export type Scenarios<Id extends keyof operations = keyof operations> = {
  readonly [Operation in Id]: Readonly<Record<StatusOf<Operation>, Scenario>>;
};

/** A running Posthorn, and a receiver that answers as it is told to, 204 at first. */
export class World {
  readonly api: ApiClient;
  private count = 0;

  constructor(
    readonly app: TestApp,
    readonly receiver: Receiver,
    /** By path. */
    private readonly answers: Map<string, Answer>,
  ) {
    this.api = app.api;
  }

  /** A name that nothing has yet. */
  name(): string {
    this.count += 1;
    return `name-${this.count}`;
  }

  /** A webhook for the type that is its uid, at a path of that name. */
  async webhook(answer: Answer = { status: 204 }): Promise<string> {
    const uid = this.name();
    this.answers.set(`/${uid}`, answer);
    const url = `${this.receiver.url}${uid}`;
    const made = await this.api.POST('/api/webhooks', { body: { uid, url, events: [uid] } });
    expect(made.response.status).toBe(201);
    return uid;
  }

  /** The id of an event of that type. */
  async event(type: string): Promise<string> {
    const published = await this.api.POST('/api/events', { body: { type, data: {} } });
    return published.data?.id ?? '';
  }

  /** The id of the delivery of a new event to a webhook that answers so, once it has come so far. */
  async delivery(answer: Answer, status: 'delivered' | 'retrying' | 'in_progress'): Promise<string> {
    const uid = await this.webhook(answer);
    await this.event(uid);
    const path = { id: uid };
    return await eventually(`a delivery is ${status}`, async () => {
      const list = await this.api.GET('/api/webhooks/{id}/deliveries', {
        params: { path, query: { status } },
      });
      return list.data?.data[0]?.id;
    });
  }
}
