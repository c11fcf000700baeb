import type { Page } from 'playwright-core';
import type { World } from './world.ts';

/** One page, as it is to be seen. */
export interface Shot {
  /** Of its files, and by which it is chosen on the command line. */
  readonly name: string;
  /** As the router knows it: `/webhooks/$id`. A spec holds that every page has a picture. */
  readonly route: string;
  /** In the place of what begins with `$`. */
  readonly id?: string;
  readonly search?: Readonly<Record<string, string>>;
  /** A text that stands there once all has come. */
  readonly shows: string;
  /** What somebody does on it, or what happens meanwhile. */
  readonly act?: (page: Page, world: World) => Promise<void>;
}

/** Ids of things in the state that a picture is to show. */
export interface Things {
  readonly webhooks: Readonly<Record<'orders' | 'billing' | 'search', string>>;
  readonly retryingDelivery: string;
  readonly deliveredDelivery: string;
  readonly event: string;
  readonly runningReplay: string;
  readonly tenant: string;
  readonly inbox: string;
  /** That the inbox has kept. */
  readonly inboxRequest: string;
  /** The webhook of the inbox. */
  readonly inboxWebhook: string;
}

/** Every page, in the order of the navigation; whoever adds one adds it here. */
export function shotsOf(things: Things): Shot[] {
  return [
    { name: 'overview', route: '/', shows: 'Billing' },
    ...webhookShots(things),
    ...deliveryShots(things),
    ...replayShots(things),
    ...toolShots(things),
    ...settingShots(things),
    { name: 'sign-in', route: '/sign-in', shows: 'API key' },
  ];
}

function webhookShots({ webhooks }: Things): Shot[] {
  const { orders, billing, search } = webhooks;
  return [
    { name: 'webhooks', route: '/webhooks', shows: 'Search index' },
    { name: 'webhook', route: '/webhooks/$id', id: billing, shows: 'Billing' },
    {
      ...{ name: 'webhook-secrets', route: '/webhooks/$id', id: orders, shows: 'Rotate' },
      search: { tab: 'secrets' },
    },
    { name: 'webhook-new', route: '/webhooks/new', shows: 'New webhook' },
    { name: 'webhook-edit', route: '/webhooks/$id/edit', id: search, shows: 'Search index' },
  ];
}

function deliveryShots({ retryingDelivery, deliveredDelivery, event }: Things): Shot[] {
  return [
    { name: 'deliveries', route: '/deliveries', shows: 'order.paid' },
    { name: 'delivery-retrying', route: '/deliveries/$id', id: retryingDelivery, shows: '503' },
    { name: 'delivery-delivered', route: '/deliveries/$id', id: deliveredDelivery, shows: 'Delivered' },
    { name: 'events', route: '/events', shows: 'order.paid' },
    { name: 'event', route: '/events/$id', id: event, shows: 'Order service' },
    { name: 'event-publish', route: '/events/publish', shows: 'Publish' },
  ];
}

function replayShots({ webhooks, runningReplay }: Things): Shot[] {
  return [
    { name: 'live', route: '/live', shows: 'stock.low', act: publishSome },
    { name: 'dead-letters', route: '/dead-letters', shows: 'Billing · HTTP 503' },
    { name: 'replays', route: '/replays', shows: 'All: Order service' },
    { name: 'replay', route: '/replays/$id', id: runningReplay, shows: 'to go' },
    {
      ...{ name: 'replay-new', route: '/replays/new', shows: 'that would go' },
      search: { webhook_id: webhooks.billing, response_status: '503' },
    },
  ];
}

function toolShots({ inbox, inboxRequest, inboxWebhook }: Things): Shot[] {
  return [
    { name: 'inboxes', route: '/inboxes', shows: 'Try it out' },
    { name: 'inbox', route: '/inboxes/$id', id: inbox, shows: 'trial.started' },
    {
      ...{ name: 'signatures', route: '/signatures', shows: 'It verifies as standard', act: checkSignature },
      search: { webhook: inboxWebhook, inbox, request: inboxRequest },
    },
  ];
}

function settingShots({ tenant }: Things): Shot[] {
  return [
    { name: 'event-types', route: '/settings/event-types', shows: 'order.paid' },
    { name: 'event-type', route: '/settings/event-types/$name', id: 'order.paid', shows: 'ord_10401' },
    { name: 'formats', route: '/settings/formats', shows: 'github' },
    { name: 'format', route: '/settings/formats/$name', id: 'github', shows: 'x-hub-signature-256' },
    { name: 'keys', route: '/settings/keys', shows: 'Support desk' },
    { name: 'tenants', route: '/settings/tenants', shows: 'Acme' },
    { name: 'tenant', route: '/settings/tenants/$id', id: tenant, shows: 'Acme' },
    { name: 'audit', route: '/settings/audit', shows: 'replay' },
    { name: 'retention', route: '/settings/retention', shows: 'days' },
    { name: 'process', route: '/settings/process', shows: 'POSTHORN_INBOXES' },
  ];
}

async function publishSome(page: Page, { publish }: World): Promise<void> {
  await page.getByText('Live', { exact: true }).waitFor();
  for (let round = 0; round < 4; round += 1) {
    for (const type of ['order.paid', 'user.created', 'product.updated', 'order.shipped', 'stock.low'])
      await publish(type);
  }
}

async function checkSignature(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check the signature' }).click();
}

/** Within the console, without a slash at its beginning. */
export function pathOf({ route, id = '', search = {} }: Shot): string {
  const query = new URLSearchParams(search).toString();
  return route.slice(1).replace(/\$[a-z]+/, id) + (query === '' ? '' : `?${query}`);
}
