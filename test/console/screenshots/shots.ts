import type { World } from './world.ts';

/** One page, as it is to be seen. */
export interface Shot {
  /** Of its files, and by which it is chosen on the command line. */
  readonly name: string;
  /** As the router knows it: `/webhooks/$id`. A spec holds that every route is here. */
  readonly route: string;
  /** In the place of the route's `$id`. */
  readonly id?: string;
  readonly search?: Readonly<Record<string, string>>;
  /** A text that stands there once all has come. */
  readonly shows?: string;
  /** What happens while it is looked at. */
  readonly meanwhile?: (world: World) => Promise<void>;
}

/** What the pictures are of: ids of things in the state that is to be shown. */
export type Things = Pick<
  World,
  'webhooks' | 'retryingDelivery' | 'deliveredDelivery' | 'event' | 'runningReplay' | 'inbox'
>;

/** Every page, in the order of the navigation; whoever adds one adds it here. */
export function shotsOf(things: Things): Shot[] {
  const { webhooks, runningReplay } = things;
  return [
    { name: 'overview', route: '/', shows: 'Billing' },
    { name: 'live', route: '/live', shows: 'stock.low', meanwhile: publishSome },
    { name: 'dead-letters', route: '/dead-letters', shows: 'Billing · HTTP 503' },
    { name: 'replays', route: '/replays', shows: 'All: Order service' },
    { name: 'replay', route: '/replays/$id', id: runningReplay, shows: 'to go' },
    {
      ...{ name: 'replay-new', route: '/replays/new', shows: 'that would go' },
      search: { webhook_id: webhooks.billing, response_status: '503' },
    },
    { name: 'sign-in', route: '/sign-in', shows: 'API key' },
  ];
}

async function publishSome({ publish }: World): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    for (const type of ['order.paid', 'user.created', 'product.updated', 'order.shipped', 'stock.low'])
      await publish(type);
  }
}

/** Within the console, without a slash at its beginning. */
export function pathOf({ route, id = '', search = {} }: Shot): string {
  const query = new URLSearchParams(search).toString();
  return route.slice(1).replace('$id', id) + (query === '' ? '' : `?${query}`);
}
