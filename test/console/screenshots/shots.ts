import * as navigation from '../../../web/src/navigation.ts';
import type { World } from './world.ts';

/** One page, as it is to be seen. */
export interface Shot {
  /** Of its files, and by which it is chosen on the command line. */
  readonly name: string;
  /** Within the console, without a slash at its beginning. */
  readonly path: string;
  /** A text that stands there once all has come. */
  readonly shows?: string;
  /** What happens while it is looked at. */
  readonly meanwhile?: (world: World) => Promise<void>;
}

/** Of pages that are more than a place of the navigation; whoever adds one adds it here. */
function details(world: World): Shot[] {
  const { webhooks, retryingDelivery, deliveredDelivery, event, runningReplay, inbox } = world;
  const billing = `webhook_id=${webhooks.billing}`;
  return [
    { name: 'webhook', path: `webhooks/${webhooks.billing}` },
    { name: 'webhook-new', path: 'webhooks/new' },
    { name: 'webhook-edit', path: `webhooks/${webhooks.orders}/edit` },
    { name: 'delivery-retrying', path: `deliveries/${retryingDelivery}` },
    { name: 'delivery-delivered', path: `deliveries/${deliveredDelivery}` },
    { name: 'event', path: `events/${event}` },
    { name: 'replay', path: `replays/${runningReplay}`, shows: 'to go' },
    { name: 'replay-new', path: `replays/new?${billing}&response_status=503`, shows: 'that would go' },
    ...(inbox === null ? [] : [{ name: 'inbox', path: `inboxes/${inbox}` }]),
  ];
}

/** What the places of the navigation need to look like themselves. */
const PLACES: Readonly<Record<string, Pick<Shot, 'shows' | 'meanwhile'>>> = {
  '/dead-letters': { shows: 'Billing · HTTP 503' },
  '/replays': { shows: 'All: Order service' },
  '/live': {
    shows: 'Search index',
    meanwhile: async ({ publish }) => {
      for (let round = 0; round < 4; round += 1) {
        for (const type of ['order.paid', 'user.created', 'product.updated', 'order.shipped', 'stock.low'])
          await publish(type);
      }
    },
  },
};

/** Of each page: the places of the navigation, those of the palette, and the others. */
export function shotsOf(world: World): Shot[] {
  const within = 'PALETTE_PLACES' in navigation ? (navigation.PALETTE_PLACES as typeof navigation.NAVIGATION) : [];
  const places = [...navigation.NAVIGATION, ...within].map(({ to }) => ({
    name: to === '/' ? 'overview' : to.slice(1).replaceAll('/', '-'),
    path: to.slice(1),
    ...PLACES[to],
  }));
  return [...places, ...details(world)];
}
