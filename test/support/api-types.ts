export interface paths {
    "/api/attempts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an attempt, and how to make its request by hand
         * @description Needs the scope `read`.
         */
        get: operations["getAttempt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the changes of a tenant
         * @description Who changed what of the tenant, or looked at its secrets. Rows are never changed. Needs the scope `read`.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the changes of the installation
         * @description Those of every tenant, and those of none, such as keys that reach them all. Needs the scope `admin`.
         */
        get: operations["listInstallationAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/console/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show who asks
         * @description Of a session, a key or a token alike; where the API is open, of anyone. Needs the scope `read`.
         */
        get: operations["getConsoleSession"];
        put?: never;
        /**
         * Sign in at the console
         * @description With `Authorization: Bearer <key>`, or the token of the link that a start printed. The answer sets a cookie, `HttpOnly` and `SameSite=Strict`, which lets in as the key does: for 12 hours, until it is signed out, or the key is good no more. A token (JWT) begins no session. Needs the scope `read`.
         */
        post: operations["startConsoleSession"];
        /**
         * Sign out of the console
         * @description Needs the scope `read`.
         */
        delete: operations["endConsoleSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove old dead letters
         * @description Oldest first, 10,000 a request at most; ask again while `has_more`. They cannot be retried or replayed any more, and a replay of what is missing would make them anew. Needs the scope `manage`.
         */
        delete: operations["purgeDeadLetters"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries
         * @description Filters without an index read at most 20,000 rows a page and may answer short, with `has_more`. `Accept: text/csv` or `application/x-ndjson` streams all that the filters match, without `limit` and `cursor`; an answer that breaks off is not whole. Needs the scope `read`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/recent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the newest deliveries
         * @description Needs the scope `read`.
         */
        get: operations["listRecentDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a delivery and its attempts
         * @description Needs the scope `read`.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a delivery that waits
         * @description 409 while it is in progress, and when it has ended. Needs the scope `manage`.
         */
        post: operations["cancelDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a delivery again at once
         * @description One that had ended gets a fresh budget of attempts. 409 while it is in progress, or its webhook is deleted. Needs the scope `manage`.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List event types
         * @description Needs the scope `read`.
         */
        get: operations["listEventTypes"];
        put?: never;
        /**
         * Describe an event type
         * @description Only `name` is required; types that are not described may be published too. Whether events are held to the `schema` is for the tenant's `validation` to say. Needs the scope `manage`.
         */
        post: operations["createEventType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/event-types/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an event type
         * @description Needs the scope `read`.
         */
        get: operations["getEventType"];
        /**
         * Create or replace an event type
         * @description What is absent becomes the default. Needs the scope `manage`.
         */
        put: operations["putEventType"];
        post?: never;
        /**
         * Delete an event type
         * @description Its events stay; later ones of the name are held to nothing. Needs the scope `manage`.
         */
        delete: operations["deleteEventType"];
        options?: never;
        head?: never;
        /**
         * Change an event type
         * @description Changes what is sent and leaves the rest; null asks for the default. Needs the scope `manage`.
         */
        patch: operations["updateEventType"];
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description Needs the scope `read`.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Publish an event
         * @description Once it is answered, the event is stored and will reach every webhook that it concerns. A CloudEvent 1.0 is taken too; its `source` and `id` are the idempotency key. Needs the scope `publish`.
         */
        post: operations["publishEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish up to 1,000 events together
         * @description All or nothing, in at most 16 MiB. CloudEvents 1.0 are taken as a batch too. An `Idempotency-Key` stands for the whole batch, but for events with a key of their own. Needs the scope `publish`.
         */
        post: operations["publishEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Explain where an event would go
         * @description Tells of every webhook whether the event would be sent to it, and if not why. Publishes nothing. Needs the scope `read`.
         */
        post: operations["explainEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an event with its data
         * @description Needs the scope `read`.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel what waits of an event
         * @description A scheduled event is not delivered at all; of one that is under way, the deliveries that wait for an attempt are cancelled. 409 when nothing waits. Needs the scope `manage`.
         */
        post: operations["cancelEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what became of an event
         * @description `Accept: text/csv` or `application/x-ndjson` streams all that the filters match, without `limit` and `cursor`; an answer that breaks off is not whole. Needs the scope `read`.
         */
        get: operations["listDeliveriesOfEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase the data of an event
         * @description Its data and tags, and of its attempts the headers, bodies and messages; what waits to be delivered is cancelled as `event_erased`. The rows stay, without them. Nothing brings the data back. Needs the scope `manage`.
         */
        post: operations["eraseEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/formats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List wire formats
         * @description The built-in ones stand last. Needs the scope `read`.
         */
        get: operations["listFormats"];
        put?: never;
        /**
         * Make a wire format
         * @description Only `name` is required: then the body is the data, and nothing is signed. Webhooks name it in their `format`. Needs the scope `manage`.
         */
        post: operations["createFormat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/formats/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what a wire format makes of an event
         * @description The very headers and body that would be sent, in the format of a name or in one that is sent along as `document`. Nothing is stored or sent; the ids are new ones. Needs the scope `read`.
         */
        post: operations["previewFormat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/formats/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell which format verifies a request, or what differs
         * @description Takes a request as its receiver has it, and the secrets that may have signed it. Of each format it tells what is missing or differs: a header, the time, the form of the secret, a body that was written anew. Nothing is kept. Needs the scope `read`.
         */
        post: operations["verifySignature"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/formats/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a wire format
         * @description Needs the scope `read`.
         */
        get: operations["getFormat"];
        /**
         * Create or replace a wire format
         * @description What is absent becomes the default. Needs the scope `manage`.
         */
        put: operations["putFormat"];
        post?: never;
        /**
         * Delete a wire format
         * @description Not while webhooks have it. Needs the scope `manage`.
         */
        delete: operations["deleteFormat"];
        options?: never;
        head?: never;
        /**
         * Change a wire format
         * @description Changes what is sent and leaves the rest; null asks for the default. The next request of every webhook that has it is of the new form, and the webhook has a new version. How secrets are read stays while webhooks have it. Needs the scope `manage`.
         */
        patch: operations["updateFormat"];
        trace?: never;
    };
    "/api/inboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List inboxes
         * @description Needs the scope `read`.
         */
        get: operations["listInboxes"];
        put?: never;
        /**
         * Make an inbox
         * @description A receiver to try deliveries with: it shows what came, and answers as it is told to. It is gone after a day, or `ttl_seconds`. Needs the scope `manage`.
         */
        post: operations["createInbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inboxes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an inbox
         * @description Needs the scope `read`.
         */
        get: operations["getInbox"];
        put?: never;
        post?: never;
        /**
         * Delete an inbox, with what it has kept
         * @description Needs the scope `manage`.
         */
        delete: operations["deleteInbox"];
        options?: never;
        head?: never;
        /**
         * Change what an inbox answers
         * @description `fail_times` counts from the next request on; `ttl_seconds` from now. Needs the scope `manage`.
         */
        patch: operations["updateInbox"];
        trace?: never;
    };
    "/api/inboxes/{id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what an inbox has received
         * @description The newest 100 are kept. Whether one is a webhook’s own: `POST /api/webhooks/{id}/verify`. Needs the scope `read`.
         */
        get: operations["listInboxRequests"];
        put?: never;
        post?: never;
        /**
         * Remove what an inbox has received
         * @description Needs the scope `manage`.
         */
        delete: operations["emptyInbox"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys
         * @description Needs the scope `admin`.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make a key
         * @description The answer shows the key, this once: what is stored cannot be turned into it again. Needs the scope `admin`.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a key without its secret
         * @description Needs the scope `admin`.
         */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /**
         * Revoke a key
         * @description Within a second no process takes it any more. This cannot be taken back. Needs the scope `admin`.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        /**
         * Change a key
         * @description Changes what is sent and leaves the rest. Holds within a second, in every process. Needs the scope `admin`.
         */
        patch: operations["updateApiKey"];
        trace?: never;
    };
    "/api/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a key another secret
         * @description Both are good for `overlap_seconds`, a day where none is given; 0 ends the present one at once. Needs the scope `admin`.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show this document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List replays
         * @description Needs the scope `read`.
         */
        get: operations["listReplays"];
        put?: never;
        /**
         * Send deliveries again, or those that are missing
         * @description At a pace, behind all live traffic, each once; it goes on where a process ends. With `dry_run` it answers 200 with what would be sent, and makes nothing. Needs the scope `manage`.
         */
        post: operations["createReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a replay and how far it has come
         * @description What has become of its deliveries: `GET /api/deliveries?replay_id=`. Needs the scope `read`.
         */
        get: operations["getReplay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/replays/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a replay
         * @description What it has made due is sent. 409 when it has ended. Needs the scope `manage`.
         */
        post: operations["cancelReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how long what happened is kept
         * @description Of the tenant: by its own days, or the installation’s, and when the oldest goes. Needs the scope `read`.
         */
        get: operations["getRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/retention/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how long the installation keeps what happened
         * @description Of all tenants together, with an estimate of the rows and the bytes on the database’s disk. Needs the scope `admin`.
         */
        get: operations["getInstallationRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what this process is set to
         * @description Every setting, in the order of docs/settings.md, secrets masked. Of the process that answers: others may be set otherwise. Needs the scope `admin`.
         */
        get: operations["listSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stats/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count deliveries
         * @description Of the last 24 hours, or of the window asked for, at most 31 days. A window that begins where minutes are no longer kept (`POSTHORN_STATS_MINUTES_DAYS`) is counted from the beginning of that hour on, and of that day where hours are not kept either; the answer says from when. All numbers are of one moment, and exact but for percentiles, which are told to a fifth. A window with more than 100,000 rows (deliveries, and attempts with them) in the queue, or of the last minutes, is answered for its later part, with `is_partial`; ask for the rest with `created_before` set to the `created_after` of the answer. Needs the scope `read`.
         */
        get: operations["getStatsSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stats/timeseries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count attempts by minute, hour or day
         * @description Attempts by the time of their answer, in UTC: those that `attempt_count` counts, so neither stale nor interrupted ones, and none of shadow mode. By default of the last hour, the last 24 hours or the last 30 days, by the interval; at most 1,500 intervals. All numbers are of one moment, and exact but for percentiles. Minutes, hours and days are kept for `POSTHORN_STATS_MINUTES_DAYS`, `POSTHORN_STATS_HOURS_DAYS` and `POSTHORN_STATS_DAYS_DAYS`. Needs the scope `read`.
         */
        get: operations["getStatsTimeseries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow attempts as they are made
         * @description Server-sent events: a message `attempt` for each attempt that is recorded from now on, within a second, its `data` a `StreamedAttempt`. With `Last-Event-ID` it goes on behind that attempt, at most an hour back; attempts of the minute before it may be told once more, so know them by their `id`. Needs the scope `read`.
         */
        get: operations["streamAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tenants
         * @description Needs the scope `read`.
         */
        get: operations["listTenants"];
        put?: never;
        /**
         * Make a tenant
         * @description Nothing is required. Needs the scope `admin`.
         */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a tenant
         * @description Needs the scope `read`.
         */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a tenant
         * @description Changes what is sent and leaves the rest; null asks for the default. Needs the scope `admin`.
         */
        patch: operations["updateTenant"];
        trace?: never;
    };
    "/api/tenants/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what a tenant has of its quotas
         * @description Counted now, from what is there; with many live deliveries that takes a while. Needs the scope `read`.
         */
        get: operations["getTenantUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Needs the scope `read`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Register a webhook
         * @description Only `url` is required. The answer shows the secret that its requests are signed with. Needs the scope `manage`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/match": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show which of the last events a webhook would get
         * @description Judges the newest events by types and a filter, as they would be matched for a webhook that has them. Stores nothing and sends nothing. Needs the scope `read`.
         */
        post: operations["matchEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test to a URL
         * @description Sends one request now, as to a webhook, and answers with what came of it, be it a failure or a refused address. Nothing is stored. Without a secret a new one signs, which is not told. Needs the scope `manage`.
         */
        post: operations["testUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a webhook
         * @description Needs the scope `read`.
         */
        get: operations["getWebhook"];
        /**
         * Create or replace a webhook
         * @description A uid that no webhook has makes one. What is absent becomes the default; the secret stays, and so does the value of a header sent back as it is shown, `***`. Needs the scope `manage`.
         */
        put: operations["putWebhook"];
        post?: never;
        /**
         * Delete a webhook
         * @description What waits for it ends `cancelled`; its name and its deliveries stay in history. Needs the scope `manage`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Changes what is sent and leaves the rest; null asks for the default. A header sent back as it is shown, `***`, keeps its value. Needs the scope `manage`.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries of a webhook
         * @description `Accept: text/csv` or `application/x-ndjson` streams all that the filters match, without `limit` and `cursor`; an answer that breaks off is not whole. Needs the scope `read`.
         */
        get: operations["listDeliveriesOfWebhook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a webhook
         * @description Takes back `active: false`, and what deliveries have found, such as a 410; closes its breaker. Needs the scope `manage`.
         */
        post: operations["enableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a webhook
         * @description It takes new deliveries and keeps its queue; nothing is sent until it is resumed. Needs the scope `manage`.
         */
        post: operations["pauseWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a webhook
         * @description What has gathered is sent. Needs the scope `manage`.
         */
        post: operations["resumeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the secrets that sign now
         * @description Needs the scope `secrets`.
         */
        get: operations["getWebhookSecret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret
         * @description Both sign for `overlap_seconds`, a day where none is given; 0 ends all others at once. Needs the scope `secrets`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/snippets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show code that verifies the webhook’s requests
         * @description In Node, Python, Go and PHP, for its own format. The secret is read from the environment. Needs the scope `read`.
         */
        get: operations["getWebhookSnippets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the deliveries of a webhook
         * @description Of the last 24 hours, or of the window asked for, at most 31 days. A window that begins where minutes are no longer kept (`POSTHORN_STATS_MINUTES_DAYS`) is counted from the beginning of that hour on, and of that day where hours are not kept either; the answer says from when. All numbers are of one moment, and exact but for percentiles, which are told to a fifth. A window with more than 100,000 rows (deliveries, and attempts with them) in the queue, or of the last minutes, is answered for its later part, with `is_partial`; ask for the rest with `created_before` set to the `created_after` of the answer. A deleted webhook keeps its numbers, under its id. Needs the scope `read`.
         */
        get: operations["getWebhookStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test to a webhook
         * @description Sends one request now, in whatever state the webhook is, and answers with what came of it. Nothing is stored, tried again or counted. Any type may be sent, a reserved one too. Needs the scope `manage`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell whether a request is the webhook’s own, or what differs
         * @description By its format and the secrets that sign now, which are not told, nor what they would have signed. Needs the scope `manage`.
         */
        post: operations["verifyWebhookSignature"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries
         * @description Filters without an index read at most 20,000 rows a page and may answer short, with `has_more`. `Accept: text/csv` or `application/x-ndjson` streams all that the filters match, without `limit` and `cursor`; an answer that breaks off is not whole. Needs the scope `read`.
         */
        get: operations["listDeliveriesAtRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/recent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the newest deliveries
         * @description Needs the scope `read`.
         */
        get: operations["listRecentDeliveriesAtRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a delivery and its attempts
         * @description Needs the scope `read`.
         */
        get: operations["getDeliveryAtRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell how this process and its database are
         * @description What receivers answer never makes it worse.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell that the process answers */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether the process can do its work: its database answers */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the metrics of this process for Prometheus
         * @description Text format 0.0.4. Each process counts for itself; the state of the queue is the same from every process, read at most once a second, and absent while the database does not answer.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        FieldFault: {
            /**
             * @description As in `events[2].type`; empty for the body itself.
             * @example url
             */
            path: string;
            /** @example must be an http or https URL */
            message: string;
        };
        Problem: {
            /**
             * Format: uri
             * @description Names the kind of failure; `code` as a URN.
             */
            type: string;
            /** @description The same for every failure of this code. */
            title: string;
            status: number;
            /** @description A sentence for people on this very failure. */
            detail: string;
            /**
             * @description For programs; the catalogue is closed.
             * @enum {string}
             */
            code: "bad_request" | "malformed_json" | "unauthenticated" | "forbidden" | "not_found" | "inboxes_off" | "method_not_allowed" | "conflict" | "request_timeout" | "precondition_failed" | "payload_too_large" | "unsupported_media_type" | "invalid" | "quota_exceeded" | "headers_too_large" | "rate_limited" | "queue_full" | "internal" | "unavailable";
            /** @description As in the answer’s `X-Request-Id`, and in our log. */
            request_id: string;
            /** @description Every fault that was found. */
            errors?: components["schemas"]["FieldFault"][];
        };
        CreateApiKeyBody: {
            /** @example Order service */
            name: string;
            /** @description `admin` may do everything. */
            scopes: ("publish" | "read" | "manage" | "secrets" | "admin")[];
            /**
             * Format: date-time
             * @description Lies in the future; null for never.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at?: string | null;
            /**
             * @description The key reaches every tenant, and not only the one in whose name it is made.
             * @default false
             */
            all_tenants?: boolean;
        };
        CreatedApiKey: {
            /** @example key_01kg9f0km0e008000000000001 */
            id: string;
            /**
             * @description Null for a key that reaches every tenant.
             * @example tn_01kg9f0km0e008000000000001
             */
            tenant_id: string | null;
            /** @example Order service */
            name: string;
            /**
             * @example [
             *       "publish"
             *     ]
             */
            scopes: ("publish" | "read" | "manage" | "secrets" | "admin")[];
            /**
             * Format: date-time
             * @description Null for never.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description To about a minute; null while nobody has used it.
             * @example 2026-01-31T12:00:00.000Z
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When the secret before the last rotation ends.
             * @example 2026-01-31T12:00:00.000Z
             */
            previous_secret_expires_at: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
            /**
             * @description What its holder sends. Shown this once; null where the idempotency key was known.
             * @example ph_01kg9f0kmee00800000000000g_5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c
             */
            key: string | null;
        };
        ApiKey: {
            /** @example key_01kg9f0km0e008000000000001 */
            id: string;
            /**
             * @description Null for a key that reaches every tenant.
             * @example tn_01kg9f0km0e008000000000001
             */
            tenant_id: string | null;
            /** @example Order service */
            name: string;
            /**
             * @example [
             *       "publish"
             *     ]
             */
            scopes: ("publish" | "read" | "manage" | "secrets" | "admin")[];
            /**
             * Format: date-time
             * @description Null for never.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description To about a minute; null while nobody has used it.
             * @example 2026-01-31T12:00:00.000Z
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When the secret before the last rotation ends.
             * @example 2026-01-31T12:00:00.000Z
             */
            previous_secret_expires_at: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
        };
        UpdateApiKeyBody: {
            name?: string;
            scopes?: ("publish" | "read" | "manage" | "secrets" | "admin")[];
            /**
             * Format: date-time
             * @description Lies in the future; null for never.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at?: string | null;
        };
        RotateApiKeyBody: {
            /**
             * @description How long the present secret stays good beside the new one.
             * @default 86400
             */
            overlap_seconds?: number;
        };
        RotatedApiKey: {
            /** @example key_01kg9f0km0e008000000000001 */
            id: string;
            /**
             * @description Null for a key that reaches every tenant.
             * @example tn_01kg9f0km0e008000000000001
             */
            tenant_id: string | null;
            /** @example Order service */
            name: string;
            /**
             * @example [
             *       "publish"
             *     ]
             */
            scopes: ("publish" | "read" | "manage" | "secrets" | "admin")[];
            /**
             * Format: date-time
             * @description Null for never.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description To about a minute; null while nobody has used it.
             * @example 2026-01-31T12:00:00.000Z
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When the secret before the last rotation ends.
             * @example 2026-01-31T12:00:00.000Z
             */
            previous_secret_expires_at: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
            /**
             * @description What its holder sends from now on. Shown this once.
             * @example ph_01kg9f0kmee00800000000000g_5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c
             */
            key: string;
        };
        AuditActor: {
            /**
             * @example key
             * @enum {string}
             */
            kind: "key" | "token" | "open" | "system" | "admin_key";
            /**
             * @description The id of a key, the `sub` of a token; null for the others.
             * @example key_01kg9f0kmee00800000000000g
             */
            id: string | null;
            /**
             * @description What the key was called then; of what was done from SQL, the login.
             * @example Order service
             */
            name: string | null;
        };
        AuditRow: {
            /** @example aud_01kg9f0km0e008000000000001 */
            id: string;
            /**
             * @description Null for what belongs to no tenant.
             * @example tn_01kg9f0km0e008000000000001
             */
            tenant_id: string | null;
            actor: components["schemas"]["AuditActor"];
            /**
             * @example webhook.paused
             * @enum {string}
             */
            action: "tenant.created" | "tenant.updated" | "key.created" | "key.updated" | "key.rotated" | "key.revoked" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.paused" | "webhook.resumed" | "webhook.enabled" | "webhook.disabled" | "webhook.secret_shown" | "webhook.secret_rotated" | "event_type.created" | "event_type.updated" | "event_type.deleted" | "format.created" | "format.updated" | "format.deleted" | "event.cancelled" | "event.erased" | "delivery.retried" | "delivery.cancelled" | "deliveries.retried" | "deliveries.cancelled" | "replay.started" | "replay.cancelled" | "inbox.created" | "inbox.updated" | "inbox.emptied" | "inbox.deleted" | "dead_letters.purged" | "session.started" | "session.ended" | "audit.forgotten";
            /**
             * @example webhook
             * @enum {string}
             */
            object_type: "tenant" | "key" | "webhook" | "event_type" | "format" | "event" | "delivery" | "replay" | "inbox" | "session" | "audit";
            /**
             * @description As it stands in addresses: an id, the name of an event type or a format; null for the log itself.
             * @example wh_01kg9f0kmee00800000000000g
             */
            object_id: string | null;
            /**
             * @description What it was called then.
             * @example Billing
             */
            object_name: string | null;
            /**
             * @description The `X-Request-Id` of the request; null for what the system did.
             * @example 019c12f0-4e80-7000-8000-00000000000a
             */
            request_id: string | null;
            /**
             * @description Each field that differs, `before` and `after`; `after` alone where the thing was made. Secrets and header values are `***`.
             * @example {
             *       "url": {
             *         "before": "https://old.example/",
             *         "after": "https://new.example/"
             *       }
             *     }
             */
            changes: {
                [key: string]: {
                    before?: unknown;
                    after?: unknown;
                };
            };
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
        };
        ConsoleSession: {
            /**
             * @description How they were let in.
             * @example key
             * @enum {string}
             */
            kind: "key" | "token" | "open" | "system" | "admin_key";
            /**
             * @description What the key is called; null where there is none.
             * @example Order service
             */
            name: string | null;
            /**
             * @description In whose name the request acts.
             * @example tn_01kg9f0km0e008000000000001
             */
            tenant_id: string;
            /**
             * @description Whether `Posthorn-Tenant` may name any other.
             * @example false
             */
            is_of_every_tenant: boolean;
            /**
             * @example [
             *       "read",
             *       "manage"
             *     ]
             */
            scopes: ("publish" | "read" | "manage" | "secrets" | "admin")[];
            /**
             * Format: date-time
             * @description When the session ends; null for a request that is by no session.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at: string | null;
            /**
             * @description Of Posthorn.
             * @example 0.1.0
             */
            version: string;
        };
        AttemptTimings: {
            /**
             * @description Milliseconds.
             * @example 1
             */
            dns_ms: number | null;
            /**
             * @description Milliseconds.
             * @example 12
             */
            connect_ms: number | null;
            /**
             * @description Milliseconds.
             * @example 25
             */
            tls_ms: number | null;
            /**
             * @description Milliseconds.
             * @example 80
             */
            first_byte_ms: number | null;
            /**
             * @description Milliseconds.
             * @example 81
             */
            total_ms: number | null;
        };
        AttemptDetail: {
            /**
             * @description From 1; goes on after a retry by hand.
             * @example 1
             */
            number: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            started_at: string;
            /** @example 81 */
            duration_ms: number;
            /**
             * @description An HTTP status.
             * @example 200
             */
            response_status: number | null;
            /**
             * @description Lower-case names; the values of a repeated header are joined.
             * @example {
             *       "content-type": "text/plain"
             *     }
             */
            response_headers: {
                [key: string]: string;
            } | null;
            /**
             * @description The beginning of the body, as readable text.
             * @example ok
             */
            response_body: string | null;
            /** @example false */
            response_body_truncated: boolean;
            /**
             * @description Lower-case names; the values of a repeated header are joined.
             * @example {
             *       "webhook-id": "evt_019c12f04e807000800000000001",
             *       "x-team": "***"
             *     }
             */
            request_headers: {
                [key: string]: string;
            };
            /**
             * @example null
             * @enum {string|null}
             */
            error_type: "network_error" | "timeout_error" | "tls_error" | "dns_error" | "refused_address" | "invalid_response" | "http_status" | "render_error" | "interrupted" | "unknown_error" | null;
            /** @example null */
            error_message: string | null;
            /**
             * @description What to do about the failure, in one sentence for people; null where nothing failed.
             * @example null
             */
            advice: string | null;
            timings: components["schemas"]["AttemptTimings"];
            /**
             * @description `shadowed`: the request was not made, as its webhook was in shadow mode.
             * @example succeeded
             * @enum {string}
             */
            outcome: "succeeded" | "failed" | "shadowed";
            /**
             * @description Of an attempt in shadow mode: how large the whole body would have been.
             * @example null
             */
            request_body_bytes: number | null;
            /** @example att_01kg9f0km0e008000000000001 */
            id: string;
            /** @example dlv_01kg9f0km0e008000000000001 */
            delivery_id: string;
            /**
             * @description The version of the webhook that was sent to.
             * @example 1
             */
            webhook_version: number;
            /**
             * @description Its result came too late to count.
             * @example false
             */
            stale: boolean;
            /**
             * @description Of an attempt in shadow mode: the body that would have been sent, up to 64 KiB of it. Of another: the body of `curl`, null where there is none or it is of more than 64 KiB.
             * @example {"type":"order.paid","timestamp":"2026-01-31T12:00:00.000Z","data":{"order_id":4711}}
             */
            request_body: string | null;
            /** @example evt_01kg9f0km0e008000000000001 */
            event_id: string;
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
            /**
             * @example POST
             * @enum {string}
             */
            request_method: "POST";
            /**
             * @description Where the webhook’s requests go now; null once it is deleted.
             * @example https://example.com/hooks
             */
            request_url: string | null;
            /**
             * @description The request as a command of curl for a POSIX shell, with what is masked in `request_headers` masked. A body of more than 64 KiB is read from `body.json`. Null once the webhook is deleted or the event has lost its data.
             * @example curl --globoff 'https://example.com/hooks' \
             *       --header 'content-type: application/json' \
             *       --header 'x-team: ***' \
             *       --data-raw '{"order_id":4711}'
             */
            curl: string | null;
            /**
             * @description Whether the webhook is still of the version that was sent to, so that URL and body are those that were sent; null once it is deleted.
             * @example true
             */
            curl_as_sent: boolean | null;
        };
        Delivery: {
            /** @example dlv_01kg9f0km0e008000000000001 */
            id: string;
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /** @example evt_01kg9f0km0e008000000000001 */
            event_id: string;
            /** @example order.paid */
            event_type: string;
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
            /**
             * @description `rate_limited`: due, and held back by the limit of its webhook. `shadowed`: its webhook was in shadow mode, so nothing was sent.
             * @example delivered
             * @enum {string}
             */
            status: "pending" | "in_progress" | "retrying" | "rate_limited" | "delivered" | "dead_letter" | "cancelled" | "shadowed";
            /**
             * @description Why it ended without success.
             * @example null
             */
            reason: string | null;
            /** @example 1 */
            attempt_count: number;
            /** @example 10 */
            max_attempts: number;
            /**
             * Format: date-time
             * @description The earliest time of its next attempt, by all that holds its webhook back.
             * @example null
             */
            next_retry_at: string | null;
            /**
             * @description An HTTP status.
             * @example 200
             */
            last_response_status: number | null;
            /**
             * @example null
             * @enum {string|null}
             */
            last_error_type: "network_error" | "timeout_error" | "tls_error" | "dns_error" | "refused_address" | "invalid_response" | "http_status" | "render_error" | "interrupted" | "unknown_error" | null;
            /**
             * @example [
             *       "eu"
             *     ]
             */
            tags: string[];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @description Null until it has ended.
             * @example 2026-01-31T12:00:00.000Z
             */
            completed_at: string | null;
        };
        Attempt: {
            /**
             * @description From 1; goes on after a retry by hand.
             * @example 1
             */
            number: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            started_at: string;
            /** @example 81 */
            duration_ms: number;
            /**
             * @description An HTTP status.
             * @example 200
             */
            response_status: number | null;
            /**
             * @description Lower-case names; the values of a repeated header are joined.
             * @example {
             *       "content-type": "text/plain"
             *     }
             */
            response_headers: {
                [key: string]: string;
            } | null;
            /**
             * @description The beginning of the body, as readable text.
             * @example ok
             */
            response_body: string | null;
            /** @example false */
            response_body_truncated: boolean;
            /**
             * @description Lower-case names; the values of a repeated header are joined.
             * @example {
             *       "webhook-id": "evt_019c12f04e807000800000000001",
             *       "x-team": "***"
             *     }
             */
            request_headers: {
                [key: string]: string;
            };
            /**
             * @example null
             * @enum {string|null}
             */
            error_type: "network_error" | "timeout_error" | "tls_error" | "dns_error" | "refused_address" | "invalid_response" | "http_status" | "render_error" | "interrupted" | "unknown_error" | null;
            /** @example null */
            error_message: string | null;
            /**
             * @description What to do about the failure, in one sentence for people; null where nothing failed.
             * @example null
             */
            advice: string | null;
            timings: components["schemas"]["AttemptTimings"];
            /**
             * @description `shadowed`: the request was not made, as its webhook was in shadow mode.
             * @example succeeded
             * @enum {string}
             */
            outcome: "succeeded" | "failed" | "shadowed";
            /**
             * @description Of an attempt in shadow mode: the body that would have been sent, up to 64 KiB of it.
             * @example null
             */
            request_body: string | null;
            /**
             * @description Of an attempt in shadow mode: how large the whole body would have been.
             * @example null
             */
            request_body_bytes: number | null;
            /** @example att_01kg9f0km0e008000000000001 */
            id: string;
            /** @example dlv_01kg9f0km0e008000000000001 */
            delivery_id: string;
            /**
             * @description The version of the webhook that was sent to.
             * @example 1
             */
            webhook_version: number;
            /**
             * @description Its result came too late to count.
             * @example false
             */
            stale: boolean;
        };
        DeliveryWithAttempts: {
            /** @example dlv_01kg9f0km0e008000000000001 */
            id: string;
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /** @example evt_01kg9f0km0e008000000000001 */
            event_id: string;
            /** @example order.paid */
            event_type: string;
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
            /**
             * @description `rate_limited`: due, and held back by the limit of its webhook. `shadowed`: its webhook was in shadow mode, so nothing was sent.
             * @example delivered
             * @enum {string}
             */
            status: "pending" | "in_progress" | "retrying" | "rate_limited" | "delivered" | "dead_letter" | "cancelled" | "shadowed";
            /**
             * @description Why it ended without success.
             * @example null
             */
            reason: string | null;
            /** @example 1 */
            attempt_count: number;
            /** @example 10 */
            max_attempts: number;
            /**
             * Format: date-time
             * @description The earliest time of its next attempt, by all that holds its webhook back.
             * @example null
             */
            next_retry_at: string | null;
            /**
             * @description An HTTP status.
             * @example 200
             */
            last_response_status: number | null;
            /**
             * @example null
             * @enum {string|null}
             */
            last_error_type: "network_error" | "timeout_error" | "tls_error" | "dns_error" | "refused_address" | "invalid_response" | "http_status" | "render_error" | "interrupted" | "unknown_error" | null;
            /**
             * @example [
             *       "eu"
             *     ]
             */
            tags: string[];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @description Null until it has ended.
             * @example 2026-01-31T12:00:00.000Z
             */
            completed_at: string | null;
            /** @description In the order in which they were made. */
            attempts: components["schemas"]["Attempt"][];
        };
        StreamedAttempt: {
            /**
             * @description From 1; goes on after a retry by hand.
             * @example 1
             */
            number: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            started_at: string;
            /** @example 81 */
            duration_ms: number;
            /**
             * @description An HTTP status.
             * @example 200
             */
            response_status: number | null;
            /**
             * @example null
             * @enum {string|null}
             */
            error_type: "network_error" | "timeout_error" | "tls_error" | "dns_error" | "refused_address" | "invalid_response" | "http_status" | "render_error" | "interrupted" | "unknown_error" | null;
            /** @example null */
            error_message: string | null;
            /**
             * @description What to do about the failure, in one sentence for people; null where nothing failed.
             * @example null
             */
            advice: string | null;
            /**
             * @description `shadowed`: the request was not made, as its webhook was in shadow mode.
             * @example succeeded
             * @enum {string}
             */
            outcome: "succeeded" | "failed" | "shadowed";
            /** @example att_01kg9f0km0e008000000000001 */
            id: string;
            /** @example dlv_01kg9f0km0e008000000000001 */
            delivery_id: string;
            /**
             * @description Its result came too late to count.
             * @example false
             */
            stale: boolean;
            /** @example evt_01kg9f0km0e008000000000001 */
            event_id: string;
            /** @example order.paid */
            event_type: string;
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
            /**
             * @description Of the delivery, when the attempt was told.
             * @example delivered
             * @enum {string}
             */
            delivery_status: "pending" | "in_progress" | "retrying" | "delivered" | "dead_letter" | "cancelled" | "shadowed";
            /**
             * @example [
             *       "eu"
             *     ]
             */
            tags: string[];
        };
        CreateEventTypeBody: {
            /** @default  */
            description?: string | null;
            /**
             * @description A JSON Schema of draft 2020-12, or of draft-07 where its `$schema` says so: up to 64 KiB and 500 schemas, references within itself alone, known keywords and names that begin `x-`.
             * @example {
             *       "type": "object",
             *       "required": [
             *         "order_id"
             *       ]
             *     }
             */
            schema?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The data of such an event, up to 64 KiB.
             * @example {
             *       "order_id": 4711
             *     }
             */
            example?: {
                [key: string]: unknown;
            } | null;
            /** @example order.paid */
            name: string;
        };
        EventType: {
            /** @example order.paid */
            name: string;
            /** @example A customer has paid an order. */
            description: string;
            /**
             * @description A JSON Schema of the data of such events; null where they may hold anything.
             * @example {
             *       "type": "object",
             *       "required": [
             *         "order_id"
             *       ],
             *       "properties": {
             *         "order_id": {
             *           "type": "integer"
             *         }
             *       }
             *     }
             */
            schema: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The data of such an event.
             * @example {
             *       "order_id": 4711
             *     }
             */
            example: {
                [key: string]: unknown;
            } | null;
            /** @example 1 */
            version: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
        };
        UpdateEventTypeBody: {
            /** @default  */
            description?: string | null;
            /**
             * @description A JSON Schema of draft 2020-12, or of draft-07 where its `$schema` says so: up to 64 KiB and 500 schemas, references within itself alone, known keywords and names that begin `x-`.
             * @example {
             *       "type": "object",
             *       "required": [
             *         "order_id"
             *       ]
             *     }
             */
            schema?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The data of such an event, up to 64 KiB.
             * @example {
             *       "order_id": 4711
             *     }
             */
            example?: {
                [key: string]: unknown;
            } | null;
        };
        PutEventTypeBody: {
            /** @default  */
            description?: string | null;
            /**
             * @description A JSON Schema of draft 2020-12, or of draft-07 where its `$schema` says so: up to 64 KiB and 500 schemas, references within itself alone, known keywords and names that begin `x-`.
             * @example {
             *       "type": "object",
             *       "required": [
             *         "order_id"
             *       ]
             *     }
             */
            schema?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The data of such an event, up to 64 KiB.
             * @example {
             *       "order_id": 4711
             *     }
             */
            example?: {
                [key: string]: unknown;
            } | null;
            /** @example order.paid */
            name?: string;
        };
        CloudEventBody: {
            /** @example order.paid */
            type: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            time?: string;
            datacontenttype?: string;
            /**
             * @description Any JSON object: up to 1 MiB, 64 levels and 10,000 keys. Kept and delivered as it was written.
             * @example {
             *       "order_id": 4711,
             *       "total": "99.90"
             *     }
             */
            data: {
                [key: string]: unknown;
            };
            traceparent?: string;
            tracestate?: string;
            /** @enum {string} */
            specversion: "1.0";
            source: string;
            id: string;
        } & {
            [key: string]: unknown;
        };
        PublishEventBody: {
            /** @example order.paid */
            type: string;
            /**
             * @description Any JSON object: up to 1 MiB, 64 levels and 10,000 keys. Kept and delivered as it was written.
             * @example {
             *       "order_id": 4711,
             *       "total": "99.90"
             *     }
             */
            data: {
                [key: string]: unknown;
            };
            idempotency_key?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            occurred_at?: string;
            priority?: number;
            /**
             * Format: date-time
             * @description At most 30 days ahead; a time that has passed is at once.
             * @example 2026-01-31T12:00:00.000Z
             */
            deliver_at?: string;
            /** @description From `deliver_at` on, or from the publish. */
            expires_after_ms?: number;
            tags?: string[];
            /** @description The trace of the event itself (W3C Trace Context), before that of the request. What is malformed is passed over. */
            traceparent?: string;
            /** @description Goes with `traceparent`, and is passed over without it. */
            tracestate?: string;
        };
        Warning: {
            /** @example data.order_id */
            path: string;
            /** @example is required */
            message: string;
        };
        PublishedEvent: {
            /** @example evt_01kg9f0km0e008000000000001 */
            id: string;
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /** @example order.paid */
            type: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            occurred_at: string;
            /** @example 0 */
            priority: number;
            /**
             * @example [
             *       "eu"
             *     ]
             */
            tags: string[];
            /**
             * Format: date-time
             * @description When it is matched with the webhooks that there are then; null is at once.
             * @example null
             */
            deliver_at: string | null;
            /**
             * Format: date-time
             * @description What is still waiting then ends as `expired`.
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When what waited of it was cancelled by request.
             * @example null
             */
            cancelled_at: string | null;
            /**
             * @description The trace that it was published in, and that its attempts go on in (W3C Trace Context).
             * @example null
             */
            trace_id: string | null;
            /**
             * Format: date-time
             * @description When its data was erased by request. Data that has outlived its time is gone without it.
             * @example null
             */
            erased_at: string | null;
            /** @description Where the data breaks the schema of its type, for a tenant whose `validation` is `warn`. */
            warnings?: components["schemas"]["Warning"][];
            /** @description With `Prefer: wait=N`, once each of them has had an attempt. */
            deliveries?: components["schemas"]["Delivery"][];
        };
        PublishBatchBody: {
            events: components["schemas"]["PublishEventBody"][];
        };
        PublishedBatch: {
            /** @description In the order of the request. */
            data: components["schemas"]["PublishedEvent"][];
        };
        ExplainNewEventBody: {
            /** @example order.paid */
            type: string;
            /**
             * @description Any JSON object: up to 1 MiB, 64 levels and 10,000 keys. Kept and delivered as it was written.
             * @example {
             *       "order_id": 4711,
             *       "total": "99.90"
             *     }
             */
            data: {
                [key: string]: unknown;
            };
            tags?: string[];
        };
        ExplainPublishedEventBody: {
            /** @example evt_01kg9f0km0e008000000000001 */
            event_id: string;
        };
        Explanation: {
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
            /**
             * @description Whether a delivery would be made.
             * @example true
             */
            would_send: boolean;
            /**
             * @example null
             * @enum {string|null}
             */
            reason: "no_match" | "disabled" | "filtered" | "about_itself" | "refused" | "cancelled" | "expired" | "scheduled" | "paused" | null;
        };
        Explanations: {
            /** @description Newest webhook first. */
            data: components["schemas"]["Explanation"][];
            /**
             * @description Whether there are webhooks beyond the newest 1,000.
             * @example false
             */
            has_more: boolean;
        };
        EventCancellation: {
            /** @example evt_01kg9f0km0e008000000000001 */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            cancelled_at: string;
            /**
             * @description It had not been matched with webhooks yet, and never will be: it has no deliveries.
             * @example true
             */
            fan_out_cancelled: boolean;
            /**
             * @description Those that waited.
             * @example 0
             */
            cancelled_deliveries: number;
            /**
             * @description Left to their attempt: where it fails, they wait again, and can be cancelled then.
             * @example 0
             */
            in_progress_deliveries: number;
        };
        EventErasure: {
            /** @example evt_01kg9f0km0e008000000000001 */
            id: string;
            /**
             * Format: date-time
             * @description When it was erased first.
             * @example 2026-01-31T12:00:00.000Z
             */
            erased_at: string;
            /**
             * @description Those that waited.
             * @example 0
             */
            cancelled_deliveries: number;
            /**
             * @description Left to their attempt. What its answer may tell is erased within two minutes after it has been recorded.
             * @example 0
             */
            in_progress_deliveries: number;
        };
        ListedEvent: {
            /** @example evt_01kg9f0km0e008000000000001 */
            id: string;
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /** @example order.paid */
            type: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            occurred_at: string;
            /** @example 0 */
            priority: number;
            /**
             * @example [
             *       "eu"
             *     ]
             */
            tags: string[];
            /**
             * Format: date-time
             * @description When it is matched with the webhooks that there are then; null is at once.
             * @example null
             */
            deliver_at: string | null;
            /**
             * Format: date-time
             * @description What is still waiting then ends as `expired`.
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When what waited of it was cancelled by request.
             * @example null
             */
            cancelled_at: string | null;
            /**
             * @description The trace that it was published in, and that its attempts go on in (W3C Trace Context).
             * @example null
             */
            trace_id: string | null;
            /**
             * Format: date-time
             * @description When its data was erased by request. Data that has outlived its time is gone without it.
             * @example null
             */
            erased_at: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
        };
        Refusal: {
            /**
             * @example invalid_data
             * @enum {string}
             */
            reason: "invalid_data" | "quota_exceeded";
            errors: components["schemas"]["Warning"][];
        };
        Event: {
            /** @example evt_01kg9f0km0e008000000000001 */
            id: string;
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /** @example order.paid */
            type: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            occurred_at: string;
            /** @example 0 */
            priority: number;
            /**
             * @example [
             *       "eu"
             *     ]
             */
            tags: string[];
            /**
             * Format: date-time
             * @description When it is matched with the webhooks that there are then; null is at once.
             * @example null
             */
            deliver_at: string | null;
            /**
             * Format: date-time
             * @description What is still waiting then ends as `expired`.
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When what waited of it was cancelled by request.
             * @example null
             */
            cancelled_at: string | null;
            /**
             * @description The trace that it was published in, and that its attempts go on in (W3C Trace Context).
             * @example null
             */
            trace_id: string | null;
            /**
             * Format: date-time
             * @description When its data was erased by request. Data that has outlived its time is gone without it.
             * @example null
             */
            erased_at: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * @description Why an event that was published from SQL goes to no webhook: over HTTP it would have been refused.
             * @example null
             */
            refusal: components["schemas"]["Refusal"] | null;
            /**
             * @description As it was published; null once it has been erased, or has outlived its time.
             * @example {
             *       "order_id": 4711,
             *       "total": "99.90"
             *     }
             */
            data: {
                [key: string]: unknown;
            } | null;
        };
        SignatureSchemeBody: {
            /**
             * @default hmac-sha256
             * @enum {string|null}
             */
            algorithm?: "hmac-sha256" | "hmac-sha512" | "ed25519" | null;
            /**
             * @description How the key is read from a secret: `text` is its bytes in UTF-8, `whsec` base64 behind the prefix. `whsk` belongs to ed25519, and is the default there; `text` is elsewhere.
             * @example text
             * @enum {string|null}
             */
            secret?: "text" | "base64" | "hex" | "whsec" | "whsk" | null;
            /**
             * @description Of `{signature}`.
             * @default hex
             * @enum {string|null}
             */
            encoding?: "hex" | "base64" | null;
            /**
             * @description One signature in the header.
             * @default {signature}
             * @example sha256={signature}
             */
            value?: string | null;
        };
        SignatureBody: {
            /**
             * @default hmac-sha256
             * @enum {string|null}
             */
            algorithm?: "hmac-sha256" | "hmac-sha512" | "ed25519" | null;
            /**
             * @description How the key is read from a secret: `text` is its bytes in UTF-8, `whsec` base64 behind the prefix. `whsk` belongs to ed25519, and is the default there; `text` is elsewhere.
             * @example text
             * @enum {string|null}
             */
            secret?: "text" | "base64" | "hex" | "whsec" | "whsk" | null;
            /**
             * @description Of `{signature}`.
             * @default hex
             * @enum {string|null}
             */
            encoding?: "hex" | "base64" | null;
            /**
             * @description One signature in the header.
             * @default {signature}
             * @example sha256={signature}
             */
            value?: string | null;
            /**
             * @description The name of the header.
             * @example X-Signature
             */
            header: string;
            /**
             * @description What is signed; `{body}` stands in it once.
             * @default {body}
             * @example {attempt.timestamp|s}.{body}
             */
            content?: string | null;
            /**
             * @description Before the first signature.
             * @default
             * @example t={attempt.timestamp|s},
             */
            prefix?: string | null;
            /**
             * @description While secrets overlap: one signature a secret in the one header, or the one before in a header named `…-Previous`.
             * @default list
             * @enum {string|null}
             */
            rotation?: "list" | "previous_header" | null;
            /**
             * @description Between the signatures of a list.
             * @default ,
             * @example
             */
            separator?: string | null;
            /**
             * @description Signs only where a secret was given; none is generated.
             * @default false
             */
            optional?: boolean | null;
            /**
             * @description For secrets of other kinds, in the same header.
             * @example []
             */
            alternatives?: components["schemas"]["SignatureSchemeBody"][];
        };
        FormatFields: {
            /** @default  */
            description?: string | null;
            /** @default Posthorn/1.0 */
            user_agent?: string | null;
            /** @default application/json */
            content_type?: string | null;
            /**
             * @description Names and templates of headers, sent in this order: up to 20, 8 KiB in all.
             * @example {
             *       "X-Event": "{event.type}"
             *     }
             */
            headers?: {
                [key: string]: string;
            } | null;
            /**
             * @description Headers of the format that a webhook’s own header may replace.
             * @example [
             *       "Content-Type"
             *     ]
             */
            replaceable_headers?: string[] | null;
            /** @description Null for a format that does not sign. */
            signature?: components["schemas"]["SignatureBody"] | null;
            /**
             * @description `canonical` writes the data anew, for receivers that verify over JSON which they have parsed and written again; integers beyond 2^53 are rounded.
             * @default verbatim
             * @enum {string|null}
             */
            json?: "verbatim" | "canonical" | null;
            /**
             * @description JSON with placeholders, up to 64 KiB; see docs/formats.md.
             * @default {event.data}
             * @example {
             *       "text": "Order {event.data.order_id} is paid"
             *     }
             */
            body?: (string | {
                [key: string]: unknown;
            } | unknown[]) | null;
        };
        PreviewFormatBody: {
            /**
             * @description The name of a format. Default: `standard`.
             * @example standard
             */
            format?: string;
            document?: components["schemas"]["FormatFields"];
            /** @default posthorn.test */
            event_type?: string;
            /**
             * @description Any JSON object: up to 1 MiB, 64 levels and 10,000 keys. Kept and delivered as it was written.
             * @example {
             *       "order_id": 4711,
             *       "total": "99.90"
             *     }
             */
            data?: {
                [key: string]: unknown;
            };
            /** @description Without one, a format that needs one signs with a new one, which is answered. */
            secret?: unknown | unknown;
            /**
             * @description More than 1 for a retry.
             * @default 1
             * @example 1
             */
            attempt_number?: number;
            /**
             * @description As a test send.
             * @default false
             * @example false
             */
            test?: boolean;
        };
        FormatPreview: {
            /**
             * @description By name, in the order and the spelling in which they are sent.
             * @example {
             *       "content-type": "application/json",
             *       "user-agent": "Posthorn/1.0"
             *     }
             */
            headers: {
                [key: string]: string;
            };
            /**
             * @description The text whose UTF-8 is sent.
             * @example {"text":"Job 4711 failed"}
             */
            body: string;
            /**
             * @description Bytes of the body.
             * @example 26
             */
            body_bytes: number;
            /**
             * @description What it is signed with, where a secret was needed and none was given.
             * @example null
             */
            sample_secret: string | null;
        };
        CreateFormatBody: {
            /** @default  */
            description?: string | null;
            /** @default Posthorn/1.0 */
            user_agent?: string | null;
            /** @default application/json */
            content_type?: string | null;
            /**
             * @description Names and templates of headers, sent in this order: up to 20, 8 KiB in all.
             * @example {
             *       "X-Event": "{event.type}"
             *     }
             */
            headers?: {
                [key: string]: string;
            } | null;
            /**
             * @description Headers of the format that a webhook’s own header may replace.
             * @example [
             *       "Content-Type"
             *     ]
             */
            replaceable_headers?: string[] | null;
            /** @description Null for a format that does not sign. */
            signature?: components["schemas"]["SignatureBody"] | null;
            /**
             * @description `canonical` writes the data anew, for receivers that verify over JSON which they have parsed and written again; integers beyond 2^53 are rounded.
             * @default verbatim
             * @enum {string|null}
             */
            json?: "verbatim" | "canonical" | null;
            /**
             * @description JSON with placeholders, up to 64 KiB; see docs/formats.md.
             * @default {event.data}
             * @example {
             *       "text": "Order {event.data.order_id} is paid"
             *     }
             */
            body?: (string | {
                [key: string]: unknown;
            } | unknown[]) | null;
            /**
             * @description By which webhooks name it.
             * @example slack-jobs
             */
            name: string;
        };
        FormatSignatureScheme: {
            /**
             * @example hmac-sha256
             * @enum {string}
             */
            algorithm: "hmac-sha256" | "hmac-sha512" | "ed25519";
            /**
             * @description How the key is read from a secret.
             * @example text
             * @enum {string}
             */
            secret: "text" | "base64" | "hex" | "whsec" | "whsk";
            /**
             * @example hex
             * @enum {string}
             */
            encoding: "hex" | "base64";
            /**
             * @description One signature in the header.
             * @example sha256={signature}
             */
            value: string;
        };
        FormatSignature: {
            /**
             * @example hmac-sha256
             * @enum {string}
             */
            algorithm: "hmac-sha256" | "hmac-sha512" | "ed25519";
            /**
             * @description How the key is read from a secret.
             * @example text
             * @enum {string}
             */
            secret: "text" | "base64" | "hex" | "whsec" | "whsk";
            /**
             * @example hex
             * @enum {string}
             */
            encoding: "hex" | "base64";
            /**
             * @description One signature in the header.
             * @example sha256={signature}
             */
            value: string;
            /** @example X-Signature */
            header: string;
            /**
             * @description What is signed.
             * @example {body}
             */
            content: string;
            /**
             * @description Before the first signature.
             * @example
             */
            prefix: string;
            /**
             * @example list
             * @enum {string}
             */
            rotation: "list" | "previous_header";
            /** @example , */
            separator: string;
            /**
             * @description Signs only where a secret was given.
             * @example false
             */
            optional: boolean;
            /** @example [] */
            alternatives: components["schemas"]["FormatSignatureScheme"][];
        };
        Format: {
            /** @example slack-jobs */
            name: string;
            /** @example A sentence about each job that has failed. */
            description: string;
            /**
             * @description Every tenant has it, and nobody changes it.
             * @example false
             */
            built_in: boolean;
            /** @example Posthorn/1.0 */
            user_agent: string;
            /** @example application/json */
            content_type: string;
            /**
             * @description Templates by name.
             * @example {
             *       "X-Event": "{event.type}"
             *     }
             */
            headers: {
                [key: string]: string;
            };
            /** @example [] */
            replaceable_headers: string[];
            /**
             * @description Null where it does not sign.
             * @example null
             */
            signature: components["schemas"]["FormatSignature"] | null;
            /**
             * @example verbatim
             * @enum {string}
             */
            json: "verbatim" | "canonical";
            /**
             * @description JSON with placeholders.
             * @example {
             *       "text": "Job {event.data.job_id} failed"
             *     }
             */
            body: string | {
                [key: string]: unknown;
            } | unknown[];
            /**
             * @description Null of a built-in format.
             * @example 1
             */
            version: number | null;
            /**
             * Format: date-time
             * @description Null of a built-in format.
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string | null;
            /**
             * Format: date-time
             * @description Null of a built-in format.
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string | null;
        };
        UpdateFormatBody: {
            /** @default  */
            description?: string | null;
            /** @default Posthorn/1.0 */
            user_agent?: string | null;
            /** @default application/json */
            content_type?: string | null;
            /**
             * @description Names and templates of headers, sent in this order: up to 20, 8 KiB in all.
             * @example {
             *       "X-Event": "{event.type}"
             *     }
             */
            headers?: {
                [key: string]: string;
            } | null;
            /**
             * @description Headers of the format that a webhook’s own header may replace.
             * @example [
             *       "Content-Type"
             *     ]
             */
            replaceable_headers?: string[] | null;
            /** @description Null for a format that does not sign. */
            signature?: components["schemas"]["SignatureBody"] | null;
            /**
             * @description `canonical` writes the data anew, for receivers that verify over JSON which they have parsed and written again; integers beyond 2^53 are rounded.
             * @default verbatim
             * @enum {string|null}
             */
            json?: "verbatim" | "canonical" | null;
            /**
             * @description JSON with placeholders, up to 64 KiB; see docs/formats.md.
             * @default {event.data}
             * @example {
             *       "text": "Order {event.data.order_id} is paid"
             *     }
             */
            body?: (string | {
                [key: string]: unknown;
            } | unknown[]) | null;
        };
        PutFormatBody: {
            /** @default  */
            description?: string | null;
            /** @default Posthorn/1.0 */
            user_agent?: string | null;
            /** @default application/json */
            content_type?: string | null;
            /**
             * @description Names and templates of headers, sent in this order: up to 20, 8 KiB in all.
             * @example {
             *       "X-Event": "{event.type}"
             *     }
             */
            headers?: {
                [key: string]: string;
            } | null;
            /**
             * @description Headers of the format that a webhook’s own header may replace.
             * @example [
             *       "Content-Type"
             *     ]
             */
            replaceable_headers?: string[] | null;
            /** @description Null for a format that does not sign. */
            signature?: components["schemas"]["SignatureBody"] | null;
            /**
             * @description `canonical` writes the data anew, for receivers that verify over JSON which they have parsed and written again; integers beyond 2^53 are rounded.
             * @default verbatim
             * @enum {string|null}
             */
            json?: "verbatim" | "canonical" | null;
            /**
             * @description JSON with placeholders, up to 64 KiB; see docs/formats.md.
             * @default {event.data}
             * @example {
             *       "text": "Order {event.data.order_id} is paid"
             *     }
             */
            body?: (string | {
                [key: string]: unknown;
            } | unknown[]) | null;
            /**
             * @description By which webhooks name it.
             * @example slack-jobs
             */
            name?: string;
        };
        InboxBody: {
            /**
             * @description At most 200 printable characters.
             * @default
             * @example orders
             */
            name?: string;
            /**
             * @description Of its answers.
             * @default 200
             */
            status?: number;
            /**
             * @description How long it waits with each answer.
             * @default 0
             */
            delay_ms?: number;
            /**
             * @description So many of the next requests are answered with `fail_status`.
             * @default 0
             */
            fail_times?: number;
            /**
             * @description Of the answers to those.
             * @default 503
             */
            fail_status?: number;
            /**
             * @description The text of its answers, at most 4 KiB.
             * @default
             * @example ok
             */
            response_body?: string;
            /**
             * @description From now until it is gone.
             * @default 86400
             */
            ttl_seconds?: number;
        };
        Inbox: {
            /** @example inb_01kg9f0km0e008000000000001 */
            id: string;
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /**
             * @description Where it takes requests, of any method, and below it too. Whoever knows it may send.
             * @example http://127.0.0.1:3000/inbox/8f14e45fceea167a5a36dedd4bea2543c2f3a1b0
             */
            url: string;
            /** @example orders */
            name: string;
            /** @example 200 */
            status: number;
            /** @example 0 */
            delay_ms: number;
            /**
             * @description As it was set last.
             * @example 3
             */
            fail_times: number;
            /**
             * @description Of the next requests, those that get `fail_status` still.
             * @example 1
             */
            failures_left: number;
            /** @example 503 */
            fail_status: number;
            /** @example  */
            response_body: string;
            /**
             * @description Requests since it was made; the newest 100 are kept.
             * @example 2
             */
            received_count: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @description When it is gone, with what it has kept.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at: string;
        };
        InboxRequest: {
            /** @example req_01kg9f0km0e008000000000001 */
            id: string;
            /** @example inb_01kg9f0km0e008000000000001 */
            inbox_id: string;
            /** @example POST */
            method: string;
            /**
             * @description Behind the address of the inbox, with the query.
             * @example
             */
            path: string;
            /**
             * @description As they came; values of one name are joined by a comma. Credentials are masked.
             * @example {
             *       "content-type": "application/json",
             *       "webhook-id": "evt_01h455vb4pex5vsknk084sn02q"
             *     }
             */
            headers: {
                [key: string]: string;
            };
            /**
             * @description The first 16 KiB.
             * @example {"type":"order.paid"}
             */
            body: string;
            /**
             * @description How `body` is written: base64 for what is no text.
             * @example utf8
             * @enum {string}
             */
            body_encoding: "utf8" | "base64";
            /**
             * @description Of the whole body.
             * @example 21
             */
            body_bytes: number;
            /** @example false */
            body_truncated: boolean;
            /**
             * @description What was answered.
             * @example 200
             */
            response_status: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            received_at: string;
        };
        LiveStatistics: {
            /** @example 0 */
            pending: number;
            /** @example 0 */
            in_progress: number;
            /** @example 0 */
            retrying: number;
            /**
             * @description Events that are to be fanned out, and have not been yet.
             * @example 0
             */
            outbox: number;
            /**
             * @description Events whose time has not come yet.
             * @example 0
             */
            scheduled: number;
            /**
             * @description How long the oldest event that is to be fanned out has waited.
             * @example null
             */
            oldest_outbox_ms: number | null;
            /**
             * @description How long the oldest due delivery has waited.
             * @example null
             */
            oldest_due_ms: number | null;
        };
        WorkerStatistics: {
            /** @example 3 */
            in_flight: number;
            /** @example 2000 */
            slots: number;
            /**
             * @description Since the process started.
             * @example 120
             */
            attempts: number;
        };
        RedisStreamStatistics: {
            /** @example 120 */
            published: number;
            /**
             * @description Delivered again by Redis, and known: not published a second time.
             * @example 0
             */
            repeated: number;
            /**
             * @description No events; kept in `ingest_errors`.
             * @example 0
             */
            refused: number;
            /**
             * @description Times that Redis, or what is done with it, failed and was tried again.
             * @example 0
             */
            failures: number;
            /** @example true */
            connected: boolean;
            /**
             * @description Entries that have been read and not acknowledged, by any process; null while it is not known.
             * @example 0
             */
            pending: number | null;
            /**
             * @description Entries that no process has read; null while it is not known, and before Redis 7.
             * @example 0
             */
            lag: number | null;
        };
        RedisChannelsStatistics: {
            /** @example 120 */
            published: number;
            /**
             * @description Delivered again by Redis, and known: not published a second time.
             * @example 0
             */
            repeated: number;
            /**
             * @description No events; kept in `ingest_errors`.
             * @example 0
             */
            refused: number;
            /**
             * @description Times that Redis, or what is done with it, failed and was tried again.
             * @example 0
             */
            failures: number;
            /**
             * @description Whether this process is the one of the installation that is subscribed.
             * @example true
             */
            subscribed: boolean;
            /**
             * @description Messages that wait to be published.
             * @example 0
             */
            waiting: number;
        };
        RedisStatistics: {
            stream?: components["schemas"]["RedisStreamStatistics"];
            channels?: components["schemas"]["RedisChannelsStatistics"];
        };
        Health: {
            /**
             * @example healthy
             * @enum {string}
             */
            status: "healthy" | "degraded" | "unhealthy";
            /** @example [] */
            reasons: string[];
            /** @example 86400 */
            uptime_seconds: number;
            deliveries?: components["schemas"]["LiveStatistics"];
            /** @description Absent in a process that sends nothing. */
            worker?: components["schemas"]["WorkerStatistics"];
            /** @description What this process reads from Redis; never what makes it unhealthy. Absent where nothing is read. */
            redis?: components["schemas"]["RedisStatistics"];
        };
        Liveness: {
            /**
             * @example live
             * @enum {string}
             */
            status: "live";
        };
        Readiness: {
            /**
             * @example ready
             * @enum {string}
             */
            status: "ready" | "not_ready";
        };
        Setting: {
            /**
             * @description The environment variable.
             * @example POSTHORN_SLOTS
             */
            name: string;
            /**
             * @example Delivery
             * @enum {string}
             */
            section: "Process" | "API" | "Limits" | "Authentication" | "Database" | "Delivery" | "History" | "Redis" | "Tracing";
            /**
             * @description As the start shows it: secrets, and passwords in URLs, are `***`. Null where it is unset.
             * @example 2000
             */
            value: string | null;
            /**
             * @description Whether the environment says so.
             * @example default
             * @enum {string}
             */
            source: "set" | "default";
            /**
             * @description What the process made of it, where that is more than the value.
             * @example null
             */
            note: string | null;
            /** @example false */
            is_secret: boolean;
            /** @example Deliveries that one process has in flight at most. */
            description: string;
        };
        SettingList: {
            data: components["schemas"]["Setting"][];
        };
        TestUrlBody: {
            /**
             * Format: uri
             * @description http or https, without userinfo.
             */
            url: string;
            /** @example order.paid */
            event_type: string;
            /**
             * @description Any JSON object: up to 1 MiB, 64 levels and 10,000 keys. Kept and delivered as it was written.
             * @example {
             *       "order_id": 4711,
             *       "total": "99.90"
             *     }
             */
            data: {
                [key: string]: unknown;
            };
            /** @description Without one a new one signs, which is not told, where the format needs one. */
            secret?: unknown | unknown;
            /**
             * @description The name of a built-in format, or of one of your own.
             * @default standard
             */
            format?: string | null;
            /**
             * @description Up to 20, 8 KiB in all, none that framing or the format needs.
             * @example {
             *       "X-Team": "billing"
             *     }
             */
            headers?: {
                [key: string]: string;
            } | null;
        };
        TestSend: {
            /**
             * @description From 1; goes on after a retry by hand.
             * @example 1
             */
            number: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            started_at: string;
            /** @example 81 */
            duration_ms: number;
            /**
             * @example succeeded
             * @enum {string}
             */
            outcome: "succeeded" | "failed";
            /**
             * @description An HTTP status.
             * @example 200
             */
            response_status: number | null;
            /**
             * @description Lower-case names; the values of a repeated header are joined.
             * @example {
             *       "content-type": "text/plain"
             *     }
             */
            response_headers: {
                [key: string]: string;
            } | null;
            /**
             * @description The beginning of the body, as readable text.
             * @example ok
             */
            response_body: string | null;
            /** @example false */
            response_body_truncated: boolean;
            /**
             * @description Lower-case names; the values of a repeated header are joined.
             * @example {
             *       "webhook-id": "evt_019c12f04e807000800000000001",
             *       "x-team": "***"
             *     }
             */
            request_headers: {
                [key: string]: string;
            };
            /**
             * @example null
             * @enum {string|null}
             */
            error_type: "network_error" | "timeout_error" | "tls_error" | "dns_error" | "refused_address" | "invalid_response" | "http_status" | "render_error" | "interrupted" | "unknown_error" | null;
            /** @example null */
            error_message: string | null;
            /**
             * @description What to do about the failure, in one sentence for people; null where nothing failed.
             * @example null
             */
            advice: string | null;
            timings: components["schemas"]["AttemptTimings"];
            /**
             * @description What the request was sent under; no event is stored under it.
             * @example evt_01kg9f0km0e008000000000001
             */
            event_id: string;
            /** @example posthorn.test */
            event_type: string;
            /**
             * @description Null for a URL that is not registered.
             * @example wh_01kg9f0km0e008000000000001
             */
            webhook_id: string | null;
            /**
             * @description The version of the webhook that was sent to; null for a URL that is not registered.
             * @example 1
             */
            webhook_version: number | null;
        };
        TestWebhookBody: {
            /**
             * @default posthorn.test
             * @example order.paid
             */
            event_type?: string;
            /**
             * @description Any JSON object: up to 1 MiB, 64 levels and 10,000 keys. Kept and delivered as it was written.
             * @default {
             *       "message": "This is a test. Nothing has happened."
             *     }
             * @example {
             *       "order_id": 4711,
             *       "total": "99.90"
             *     }
             */
            data?: {
                [key: string]: unknown;
            };
        };
        VerifySignatureBody: {
            /**
             * @description As they came, names in any case: up to 100 of at most 8,192 characters.
             * @example {
             *       "webhook-id": "evt_01h455vb4pex5vsknk084sn02q"
             *     }
             */
            headers: {
                [key: string]: string;
            };
            /**
             * @description The raw body, at most 256 KiB.
             * @example {"type":"order.paid"}
             */
            body: string;
            /**
             * @description How `body` is written.
             * @default utf8
             * @enum {string}
             */
            body_encoding?: "utf8" | "base64";
            /**
             * @description How far the time that is signed may be from `now`.
             * @default 300
             */
            tolerance_seconds?: number;
            /**
             * Format: date-time
             * @description When it was received; the present, where nothing is said.
             * @example 2026-01-31T12:00:00.000Z
             */
            now?: string;
            /**
             * @description What may have signed it. They are neither kept nor logged, nor answered.
             * @example [
             *       "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
             *     ]
             */
            secrets: string[];
            /**
             * @description The name of a format; every one that the tenant has, where nothing is said.
             * @example standard
             */
            format?: string;
        };
        SignatureProblem: {
            /**
             * @example header_missing
             * @enum {string}
             */
            code: "not_signed" | "no_secret" | "header_missing" | "header_malformed" | "value_missing" | "timestamp_malformed" | "timestamp_outside_tolerance" | "secret_unreadable" | "secret_form" | "body_changed" | "content_incomplete" | "other_algorithm" | "signature_form" | "signature_mismatch";
            /**
             * @description A sentence for people.
             * @example The header webhook-signature is missing.
             */
            message: string;
        };
        SignatureVerdict: {
            /** @example standard */
            format: string;
            /**
             * @description Signed by one of the secrets, within the tolerance.
             * @example false
             */
            verified: boolean;
            /**
             * @description Which of the secrets has signed it, from 0; of a webhook the newest is first.
             * @example null
             */
            secret_index: number | null;
            /** @description What keeps it from being taken. */
            problems: components["schemas"]["SignatureProblem"][];
            /**
             * @description The header that holds the signature; null where the format does not sign.
             * @example webhook-signature
             */
            header: string | null;
            /**
             * @description What stood there.
             * @example null
             */
            given: string | null;
            /**
             * @description What would have to stand there, for each secret that the caller has sent. Empty for key pairs, and for the secrets of a webhook.
             * @example []
             */
            expected: string[];
        };
        SignatureCheck: {
            /**
             * @description Whether a format verifies it.
             * @example false
             */
            verified: boolean;
            /**
             * @description The first that does.
             * @example null
             */
            format: string | null;
            /** @description Those first that verify it, then those whose headers it has. */
            results: components["schemas"]["SignatureVerdict"][];
        };
        ReceivedRequestBody: {
            /**
             * @description As they came, names in any case: up to 100 of at most 8,192 characters.
             * @example {
             *       "webhook-id": "evt_01h455vb4pex5vsknk084sn02q"
             *     }
             */
            headers: {
                [key: string]: string;
            };
            /**
             * @description The raw body, at most 256 KiB.
             * @example {"type":"order.paid"}
             */
            body: string;
            /**
             * @description How `body` is written.
             * @default utf8
             * @enum {string}
             */
            body_encoding?: "utf8" | "base64";
            /**
             * @description How far the time that is signed may be from `now`.
             * @default 300
             */
            tolerance_seconds?: number;
            /**
             * Format: date-time
             * @description When it was received; the present, where nothing is said.
             * @example 2026-01-31T12:00:00.000Z
             */
            now?: string;
        };
        VerificationSnippet: {
            /**
             * @example node
             * @enum {string}
             */
            language: "node" | "python" | "go" | "php";
            /** @example verify.mjs */
            file_name: string;
            /**
             * @example export function verify(body, headers) {
             *       …
             *     }
             */
            code: string;
        };
        VerificationSnippets: {
            /** @example standard */
            format: string;
            /**
             * @description From which the code reads the secret.
             * @example WEBHOOK_SECRET
             */
            secret_variable: string;
            /** @description Empty where the webhook’s requests are not signed, by a key pair, or by more than a snippet can show. */
            snippets: components["schemas"]["VerificationSnippet"][];
        };
        DeadLetterPurge: {
            /**
             * @description Dead letters that are gone now.
             * @example 1200
             */
            purged_count: number;
            /**
             * @description Whether there are more: one request takes 10,000 at most.
             * @example false
             */
            has_more: boolean;
        };
        ReplayFilterBody: {
            webhook_id?: string;
            /** @example evt_01kg9f0km0e008000000000001 */
            event_id?: string;
            event_type?: string;
            /** @description A comma list of network_error, timeout_error, tls_error, dns_error, refused_address, invalid_response, http_status, render_error, interrupted, unknown_error. */
            error_type?: string;
            /** @description A comma list such as 503 or 4xx,5xx. */
            response_status?: string;
            tag?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_after?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_before?: string;
        };
        CreateReplayBody: {
            /**
             * @description What is replayed; `{}` is all that the mode means. Of `missing` it narrows the events, and knows neither `error_type` nor `response_status`.
             * @example {
             *       "created_after": "2026-01-31T00:00:00Z"
             *     }
             */
            filter: components["schemas"]["ReplayFilterBody"];
            /**
             * @description `failed`: dead letters. `all`: whatever has ended. `missing`: what webhooks of now should have had and have no delivery of.
             * @example failed
             * @enum {string}
             */
            mode: "failed" | "all" | "missing";
            /**
             * @description Deliveries made due in a second.
             * @default 50
             */
            rate_per_second?: number;
            /**
             * @description Tells what would be replayed, and makes nothing.
             * @default false
             */
            dry_run?: boolean;
        };
        ReplayWebhookCount: {
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
            /** @example 1200 */
            count: number;
        };
        ReplaySample: {
            /**
             * @description Null for one that is missing, and would be made.
             * @example dlv_01kg9f0km0e008000000000001
             */
            delivery_id: string | null;
            /** @example evt_01kg9f0km0e008000000000001 */
            event_id: string;
            /** @example order.paid */
            event_type: string;
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
        };
        ReplayPreview: {
            /**
             * @description Nothing was made.
             * @example true
             * @enum {boolean}
             */
            dry_run: true;
            /**
             * @description Deliveries that would be made due; null where there are more than are counted.
             * @example 1200
             */
            total_count: number | null;
            /** @description As far as was counted: the 250 webhooks with most of them. */
            by_webhook: components["schemas"]["ReplayWebhookCount"][];
            /** @description The first ten that would go. */
            sample: components["schemas"]["ReplaySample"][];
        };
        Replay: {
            /** @example rpl_01kg9f0km0e008000000000001 */
            id: string;
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /**
             * @example failed
             * @enum {string}
             */
            mode: "failed" | "all" | "missing";
            /**
             * @description As it was given, a webhook by its id.
             * @example {
             *       "event_type": "order.paid"
             *     }
             */
            filter: components["schemas"]["ReplayFilterBody"];
            /**
             * @example running
             * @enum {string}
             */
            status: "running" | "completed" | "cancelled";
            /** @example 50 */
            rate_per_second: number;
            /**
             * @description Deliveries that matched when it was made; null where there were more than are counted.
             * @example 1200
             */
            total_count: number | null;
            /**
             * @description Deliveries that it has made due so far; what was retried by hand meanwhile is not among them.
             * @example 350
             */
            replayed_count: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @description When all were due, or it was cancelled; null while it runs.
             * @example null
             */
            completed_at: string | null;
        };
        TenantKept: {
            /**
             * @description `event_data` and `attempt_data` are taken out of rows that stay.
             * @example event_data
             * @enum {string}
             */
            kind: "events" | "event_data" | "deliveries" | "attempt_data";
            /**
             * @description That it is kept.
             * @example 7
             */
            days: number;
            /**
             * @description The tenant’s own; null where it has the installation’s.
             * @example 7
             */
            own_days: number | null;
            /**
             * Format: date-time
             * @description Null where there is none. Of `attempt_data`: none is older.
             * @example 2026-01-31T12:00:00.000Z
             */
            oldest_at: string | null;
            /**
             * Format: date-time
             * @description When the oldest goes, at the earliest: what a live delivery needs stays with it.
             * @example 2026-02-07T12:00:00.000Z
             */
            goes_at: string | null;
        };
        TenantRetentionReport: {
            data: components["schemas"]["TenantKept"][];
        };
        InstallationKept: {
            /**
             * @example attempts
             * @enum {string}
             */
            kind: "events" | "deliveries" | "attempts" | "minute_statistics" | "hour_statistics" | "day_statistics" | "idempotency_keys" | "ingest_errors" | "replays" | "audit_log";
            /**
             * @description That it is kept; null until the owner of the database has it removed.
             * @example 30
             */
            days: number | null;
            /**
             * Format: date-time
             * @description Null where there is none.
             * @example 2026-01-31T12:00:00.000Z
             */
            oldest_at: string | null;
            /**
             * Format: date-time
             * @description When the oldest goes.
             * @example 2026-03-03T00:00:00.000Z
             */
            goes_at: string | null;
            /**
             * @description By the statistics of the database; null where they do not tell of this alone.
             * @example 3000000
             */
            estimated_rows: number | null;
            /**
             * @description On its disk, with indexes.
             * @example 1200000000
             */
            bytes: number | null;
        };
        InstallationRetentionReport: {
            data: components["schemas"]["InstallationKept"][];
        };
        StatusCounts: {
            /** @example 1 */
            pending: number;
            /** @example 0 */
            in_progress: number;
            /** @example 1 */
            retrying: number;
            /**
             * @description 0 as long as no limit is enforced.
             * @example 0
             */
            rate_limited: number;
            /** @example 147 */
            delivered: number;
            /** @example 3 */
            dead_letter: number;
            /** @example 0 */
            cancelled: number;
            /**
             * @description Recorded in shadow mode, and not sent.
             * @example 0
             */
            shadowed: number;
        };
        AttemptStats: {
            /**
             * @description Those that `attempt_count` counts.
             * @example 155
             */
            count: number;
            /** @example 147 */
            succeeded: number;
            /** @example 8 */
            failed: number;
            /** @example 83.25 */
            average_ms: number | null;
            /**
             * @description To a fifth: told by the bound of its place in the histogram.
             * @example 64
             */
            p50_ms: number | null;
            /**
             * @description To a fifth: told by the bound of its place in the histogram.
             * @example 256
             */
            p95_ms: number | null;
            /**
             * @description To a fifth: told by the bound of its place in the histogram.
             * @example 512
             */
            p99_ms: number | null;
        };
        EventTypeStats: {
            /**
             * @description Deliveries.
             * @example 152
             */
            total: number;
            /** @description Each by its status. */
            by_status: components["schemas"]["StatusCounts"];
            /**
             * @description The delivered among the finished: delivered, dead letters, cancelled; what was shadowed was not to be sent. Null where none is.
             * @example 0.98
             */
            success_rate: number | null;
            /** @example order.paid */
            event_type: string;
        };
        EventTypeGroups: {
            /** @description Those with the most, at most 50. */
            data: components["schemas"]["EventTypeStats"][];
            /**
             * @description What belongs to none of the groups listed.
             * @example 0
             */
            others: number;
        };
        ErrorTypeStats: {
            /** @example http_status */
            error_type: string;
            /**
             * @description Failed attempts.
             * @example 8
             */
            count: number;
        };
        ErrorTypeGroups: {
            /** @description Those with the most, at most 50. */
            data: components["schemas"]["ErrorTypeStats"][];
            /**
             * @description What belongs to none of the groups listed.
             * @example 0
             */
            others: number;
        };
        WebhookCounts: {
            /**
             * @description Deliveries.
             * @example 152
             */
            total: number;
            /** @description Each by its status. */
            by_status: components["schemas"]["StatusCounts"];
            /**
             * @description The delivered among the finished: delivered, dead letters, cancelled; what was shadowed was not to be sent. Null where none is.
             * @example 0.98
             */
            success_rate: number | null;
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
        };
        WebhookGroups: {
            /** @description Those with the most, at most 50. */
            data: components["schemas"]["WebhookCounts"][];
            /**
             * @description What belongs to none of the groups listed.
             * @example 0
             */
            others: number;
        };
        StatsSummary: {
            /**
             * @description Deliveries.
             * @example 152
             */
            total: number;
            /** @description Each by its status. */
            by_status: components["schemas"]["StatusCounts"];
            /**
             * @description The delivered among the finished: delivered, dead letters, cancelled; what was shadowed was not to be sent. Null where none is.
             * @example 0.98
             */
            success_rate: number | null;
            /**
             * Format: date-time
             * @description Where the window that was counted begins.
             * @example 2026-01-30T12:00:00.000Z
             */
            created_after: string;
            /**
             * Format: date-time
             * @description Where it ends; itself not included.
             * @example 2026-01-31T12:00:00.000Z
             */
            created_before: string;
            /**
             * @description The window that was asked for holds more than can be counted at once: all numbers are of its later part, from the `created_after` of the answer on.
             * @example false
             */
            is_partial: boolean;
            /** @description Of the deliveries counted. */
            attempts: components["schemas"]["AttemptStats"];
            /** @description Deliveries. */
            by_event_type: components["schemas"]["EventTypeGroups"];
            /** @description Failed attempts. */
            by_error_type: components["schemas"]["ErrorTypeGroups"];
            /**
             * @description Deliveries of any age that wait for an attempt now: due, or waiting for their time.
             * @example 2
             */
            queue_depth: number;
            /**
             * Format: date-time
             * @description Since when the oldest of them is due, those of paused, limited and failing webhooks aside.
             * @example null
             */
            oldest_due_at: string | null;
            /** @description Deliveries. */
            by_webhook: components["schemas"]["WebhookGroups"];
        };
        SeriesBucket: {
            /**
             * @description Attempts.
             * @example 155
             */
            count: number;
            /** @example 147 */
            succeeded: number;
            /** @example 8 */
            failed: number;
            /**
             * Format: date-time
             * @description Where it begins.
             * @example 2026-01-31T12:00:00.000Z
             */
            at: string;
            /**
             * @description Null where there is no attempt.
             * @example 83.25
             */
            average_ms: number | null;
            /**
             * @description To a fifth: told by the bound of its place in the histogram.
             * @example 64
             */
            p50_ms: number | null;
            /**
             * @description To a fifth: told by the bound of its place in the histogram.
             * @example 256
             */
            p95_ms: number | null;
            /**
             * @description To a fifth: told by the bound of its place in the histogram.
             * @example 512
             */
            p99_ms: number | null;
        };
        AttemptCounts: {
            /**
             * @description Attempts.
             * @example 155
             */
            count: number;
            /** @example 147 */
            succeeded: number;
            /** @example 8 */
            failed: number;
        };
        EventTypeAttempts: {
            /**
             * @description Attempts.
             * @example 155
             */
            count: number;
            /** @example 147 */
            succeeded: number;
            /** @example 8 */
            failed: number;
            /**
             * @description Empty where it is no longer known.
             * @example order.paid
             */
            event_type: string;
        };
        EventTypeAttemptGroups: {
            /** @description Those with the most, at most 50. */
            data: components["schemas"]["EventTypeAttempts"][];
            /**
             * @description Attempts that belong to none of the groups listed.
             * @example 0
             */
            others: number;
        };
        WebhookAttempts: {
            /**
             * @description Attempts.
             * @example 155
             */
            count: number;
            /** @example 147 */
            succeeded: number;
            /** @example 8 */
            failed: number;
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
        };
        WebhookAttemptGroups: {
            /** @description Those with the most, at most 50. */
            data: components["schemas"]["WebhookAttempts"][];
            /**
             * @description Attempts that belong to none of the groups listed.
             * @example 0
             */
            others: number;
        };
        StatsSeries: {
            /**
             * @example hour
             * @enum {string}
             */
            interval: "minute" | "hour" | "day";
            /**
             * Format: date-time
             * @description Where the first interval begins.
             * @example 2026-01-30T12:00:00.000Z
             */
            created_after: string;
            /**
             * Format: date-time
             * @description Where the last one ends; itself not included.
             * @example 2026-01-31T12:00:00.000Z
             */
            created_before: string;
            /** @description Every interval, oldest first, those without an attempt too. */
            data: components["schemas"]["SeriesBucket"][];
            /** @description Of all intervals. */
            attempts: components["schemas"]["AttemptCounts"];
            /** @description Attempts. */
            by_event_type: components["schemas"]["EventTypeAttemptGroups"];
            /** @description Attempts. */
            by_webhook: components["schemas"]["WebhookAttemptGroups"];
            /** @description Failed attempts. */
            by_error_type: components["schemas"]["ErrorTypeGroups"];
        };
        WebhookStats: {
            /**
             * @description Deliveries.
             * @example 152
             */
            total: number;
            /** @description Each by its status. */
            by_status: components["schemas"]["StatusCounts"];
            /**
             * @description The delivered among the finished: delivered, dead letters, cancelled; what was shadowed was not to be sent. Null where none is.
             * @example 0.98
             */
            success_rate: number | null;
            /**
             * Format: date-time
             * @description Where the window that was counted begins.
             * @example 2026-01-30T12:00:00.000Z
             */
            created_after: string;
            /**
             * Format: date-time
             * @description Where it ends; itself not included.
             * @example 2026-01-31T12:00:00.000Z
             */
            created_before: string;
            /**
             * @description The window that was asked for holds more than can be counted at once: all numbers are of its later part, from the `created_after` of the answer on.
             * @example false
             */
            is_partial: boolean;
            /** @description Of the deliveries counted. */
            attempts: components["schemas"]["AttemptStats"];
            /** @description Deliveries. */
            by_event_type: components["schemas"]["EventTypeGroups"];
            /** @description Failed attempts. */
            by_error_type: components["schemas"]["ErrorTypeGroups"];
            /**
             * @description Deliveries of any age that wait for an attempt now: due, or waiting for their time.
             * @example 2
             */
            queue_depth: number;
            /**
             * Format: date-time
             * @description Since when the oldest of them is due, those of paused, limited and failing webhooks aside.
             * @example null
             */
            oldest_due_at: string | null;
            /** @example wh_01kg9f0km0e008000000000001 */
            webhook_id: string;
            /**
             * Format: date-time
             * @description When the last of the deliveries counted to succeed was completed.
             * @example 2026-01-31T12:00:00.000Z
             */
            last_delivered_at: string | null;
            /**
             * Format: date-time
             * @description When their last failed attempt began.
             * @example 2026-01-31T12:00:00.000Z
             */
            last_failure_at: string | null;
        };
        QuotasBody: {
            webhooks?: number | null;
            events_per_minute?: number | null;
            live_deliveries?: number | null;
            payload_bytes?: number | null;
        };
        RetentionBody: {
            event_data_days?: number | null;
            attempt_data_days?: number | null;
            history_days?: number | null;
        };
        TenantBody: {
            /**
             * @description A name of your own, accepted wherever its id is; it must not begin like an id.
             * @example acme
             */
            uid?: string | null;
            name?: string | null;
            /** @enum {string|null} */
            validation?: "off" | "warn" | "reject" | null;
            /** @description Each that is absent stays as it is; null asks for the installation’s default. */
            quotas?: components["schemas"]["QuotasBody"] | null;
            /** @description Each that is absent stays as it is; null asks for what the installation keeps, which none may exceed. */
            retention?: components["schemas"]["RetentionBody"] | null;
        };
        TenantQuotas: {
            /**
             * @description Webhooks that it may have.
             * @example 10
             */
            webhooks: number | null;
            /**
             * @description Events that it may publish in a minute.
             * @example 600
             */
            events_per_minute: number | null;
            /**
             * @description Deliveries of it that may wait or be under way.
             * @example null
             */
            live_deliveries: number | null;
            /**
             * @description Bytes that the data of one of its events may have.
             * @example null
             */
            payload_bytes: number | null;
        };
        TenantRetention: {
            /**
             * @description The data of its events.
             * @example 7
             */
            event_data_days: number | null;
            /**
             * @description Headers and bodies of its attempts.
             * @example 3
             */
            attempt_data_days: number | null;
            /**
             * @description Its events, finished deliveries and attempts.
             * @example null
             */
            history_days: number | null;
        };
        Tenant: {
            /** @example tn_01kg9f0km0e008000000000001 */
            id: string;
            /** @example acme */
            uid: string | null;
            /** @example Acme */
            name: string;
            /**
             * @description What becomes of an event whose data breaks the schema of its type: nothing, a warning, a refusal.
             * @example off
             * @enum {string}
             */
            validation: "off" | "warn" | "reject";
            /**
             * @example {
             *       "webhooks": 10,
             *       "events_per_minute": 600,
             *       "live_deliveries": null,
             *       "payload_bytes": null
             *     }
             */
            quotas: components["schemas"]["TenantQuotas"];
            /**
             * @example {
             *       "event_data_days": 7,
             *       "attempt_data_days": 3,
             *       "history_days": null
             *     }
             */
            retention: components["schemas"]["TenantRetention"];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
        };
        QuotaUsage: {
            /**
             * @description The tenant’s own or the installation’s default; null where there is neither.
             * @example 10
             */
            quota: number | null;
            /** @example 9 */
            used: number;
        };
        EventRateUsage: {
            /**
             * @description The tenant’s own or the installation’s default; null where there is neither.
             * @example 10
             */
            quota: number | null;
            /** @example 9 */
            used: number;
            /**
             * Format: date-time
             * @description When the minute ends in which `used` were published.
             * @example 2026-01-31T12:00:00.000Z
             */
            resets_at: string;
        };
        PayloadQuota: {
            /**
             * @description The tenant’s own or the installation’s default; null where 1 MiB is all.
             * @example 65536
             */
            quota: number | null;
        };
        TenantUsage: {
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /**
             * @example {
             *       "quota": 10,
             *       "used": 9
             *     }
             */
            webhooks: components["schemas"]["QuotaUsage"];
            /**
             * @example {
             *       "quota": 600,
             *       "used": 12,
             *       "resets_at": "2026-01-31T12:01:00.000Z"
             *     }
             */
            events_per_minute: components["schemas"]["EventRateUsage"];
            /**
             * @example {
             *       "quota": null,
             *       "used": 3
             *     }
             */
            live_deliveries: components["schemas"]["QuotaUsage"];
            /**
             * @example {
             *       "quota": null
             *     }
             */
            payload_bytes: components["schemas"]["PayloadQuota"];
        };
        MatchEventsBody: {
            /**
             * @description Types: exact, `order.*` for all that begin so, or `*`; empty for all.
             * @example [
             *       "order.*"
             *     ]
             */
            events?: string[] | null;
            /**
             * @description MongoDB operators over `type`, `data` and `tags`; see the guide on filters.
             * @example {
             *       "data.country": {
             *         "$in": [
             *           "de",
             *           "at"
             *         ]
             *       }
             *     }
             */
            filter?: {
                [key: string]: unknown;
            } | null;
        };
        EventMatch: {
            /** @example evt_01kg9f0km0e008000000000001 */
            event_id: string;
            /** @example order.paid */
            event_type: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * @description Whether its type and its content are asked for.
             * @example true
             */
            would_send: boolean;
            /**
             * @example null
             * @enum {string|null}
             */
            reason: "no_match" | "filtered" | null;
        };
        EventMatches: {
            /**
             * @description How many of them would be sent.
             * @example 1
             */
            matched: number;
            /** @description The newest 100 events, newest first; with a filter fewer, where their data is over 8 MiB. */
            data: components["schemas"]["EventMatch"][];
        };
        RateLimit: {
            /**
             * @description Every attempt counts.
             * @example 10
             */
            requests_per_second: number | null;
            /**
             * @description Requests at once after a rest; null for as many as in a second.
             * @example 20
             */
            burst: number | null;
            /**
             * @description Deliveries in 3,600 s from the first of them; each counts once, whatever its attempts.
             * @example null
             */
            per_hour: number | null;
        };
        Webhook: {
            /** @example wh_01kg9f0km0e008000000000001 */
            id: string;
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /**
             * @description Your own name for it.
             * @example billing
             */
            uid: string | null;
            /** @example hooks.example.com */
            name: string;
            /** @example  */
            description: string;
            /**
             * @example {
             *       "team": "billing"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * @description Canonical.
             * @example https://hooks.example.com/posthorn
             */
            url: string;
            /**
             * @description Empty for every type.
             * @example [
             *       "order.*"
             *     ]
             */
            events: string[];
            /** @example null */
            filter: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The values are masked.
             * @example {
             *       "X-Team": "***"
             *     }
             */
            headers: {
                [key: string]: string;
            };
            /** @example standard */
            format: string;
            /**
             * @description What its current secret signs with; `none` where the format does not sign, or it has no secret.
             * @example hmac-sha256
             * @enum {string}
             */
            signature: "hmac-sha256" | "hmac-sha512" | "ed25519" | "none";
            /**
             * @description What receivers verify `ed25519` signatures with.
             * @example null
             */
            public_key: string | null;
            /**
             * @description A schedule of delays, or delays that grow.
             * @example {
             *       "schedule_ms": [
             *         5000,
             *         300000,
             *         1800000,
             *         7200000,
             *         18000000,
             *         36000000,
             *         50400000,
             *         72000000,
             *         86400000
             *       ],
             *       "jitter": 0.2,
             *       "retry_on": "any_failure"
             *     }
             */
            retry: {
                [key: string]: unknown;
            };
            /** @example 15000 */
            timeout_ms: number;
            /** @example null */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @example 64 */
            max_in_flight: number;
            /**
             * @description `shadow`: what would be sent is recorded, and not sent.
             * @example live
             * @enum {string}
             */
            mode: "live" | "shadow";
            /** @example true */
            active: boolean;
            /**
             * @description `failing`: its attempts fail, and nothing but a probe at a time is sent to it.
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "failing" | "disabled";
            /**
             * @description Why it is failing or disabled.
             * @example null
             */
            state_reason: string | null;
            /**
             * @description Grows with every change of its configuration.
             * @example 1
             */
            version: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
        };
        PreviousSecret: {
            /**
             * @description Null of an `ed25519` key, whose private half is never shown, and where there is none.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
             */
            secret: string | null;
            /** @example null */
            public_key: string | null;
            /**
             * Format: date-time
             * @description It signs until then.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at: string;
        };
        WebhookSecrets: {
            /**
             * @description Null of an `ed25519` key, whose private half is never shown, and where there is none.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret: string | null;
            /**
             * @description Of an `ed25519` key.
             * @example null
             */
            public_key: string | null;
            /**
             * @description Those that still sign beside it, the one that stays longest first.
             * @example []
             */
            previous: components["schemas"]["PreviousSecret"][];
        };
        RotateSecretBody: {
            /** @description Of the form that the webhook’s format signs with; generated where none is given. */
            secret?: unknown | unknown;
            /**
             * @description What a secret is generated for. Default: what signs now.
             * @enum {string}
             */
            signature?: "hmac-sha256" | "hmac-sha512" | "ed25519";
            /**
             * @description How long the present secret signs beside the new one.
             * @default 86400
             */
            overlap_seconds?: number;
        };
        RetryPolicyBody: {
            /**
             * @description The delay before each further attempt; stands alone, without a growing delay.
             * @example [
             *       5000,
             *       300000
             *     ]
             */
            schedule_ms?: number[];
            max_attempts?: number;
            initial_delay_ms?: number;
            backoff_multiplier?: number;
            max_delay_ms?: number;
            jitter?: number;
            /**
             * @description A rule, or the statuses that are tried again.
             * @example any_failure
             */
            retry_on?: ("any_failure" | "status_400_up" | "transient") | number[];
        };
        RateLimitBody: {
            /**
             * @description Every attempt counts.
             * @example 10
             */
            requests_per_second?: number | null;
            /**
             * @description Requests at once after a rest. Default: as many as in a second, at least 1.
             * @example 20
             */
            burst?: number | null;
            /**
             * @description Deliveries in 3,600 s from the first of them; each counts once, whatever its attempts.
             * @example 1000
             */
            per_hour?: number | null;
        };
        CreateWebhookBody: {
            /**
             * @description Your own name for it, accepted wherever its id is. Does not begin like an id.
             * @example billing
             */
            uid?: string | null;
            /**
             * @description Default: the host of `url`.
             * @example Billing
             */
            name?: string | null;
            /** @default  */
            description?: string | null;
            /** @description Yours to use: up to 50 keys, 4 KiB in all. */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description Types: exact, `order.*` for all that begin so, or `*`; empty for all.
             * @example [
             *       "order.*"
             *     ]
             */
            events?: string[] | null;
            /**
             * @description MongoDB operators over `type`, `data` and `tags`; see the guide on filters.
             * @example {
             *       "data.country": {
             *         "$in": [
             *           "de",
             *           "at"
             *         ]
             *       }
             *     }
             */
            filter?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Sent with every request: up to 20, 8 KiB in all, none that framing or the format needs.
             * @example {
             *       "X-Team": "billing"
             *     }
             */
            headers?: {
                [key: string]: string;
            } | null;
            /** @description Of the form that the format signs with; generated where none is given and the format needs one. */
            secret?: unknown | unknown;
            /**
             * @description How events become requests: the name of a built-in format, or of one of your own.
             * @default standard
             */
            format?: string | null;
            retry?: components["schemas"]["RetryPolicyBody"] | null;
            /**
             * @description Of one attempt, from the name lookup to the end of the answer.
             * @default 15000
             */
            timeout_ms?: number | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * @description Requests at once.
             * @default 64
             */
            max_in_flight?: number | null;
            /**
             * @description `shadow` records what would be sent, and sends nothing; its deliveries end as `shadowed`.
             * @default live
             * @enum {string|null}
             */
            mode?: "live" | "shadow" | null;
            /**
             * @description `false` disables it: no new deliveries, and what waits is given up.
             * @default true
             */
            active?: boolean | null;
            /**
             * Format: uri
             * @description http or https, without userinfo.
             * @example https://hooks.example.com/posthorn
             */
            url: string;
            /**
             * @description What a secret is generated for; the secret decides where one is given or there.
             * @default hmac-sha256
             * @enum {string}
             */
            signature?: "hmac-sha256" | "hmac-sha512" | "ed25519";
        };
        CreatedWebhook: {
            /** @example wh_01kg9f0km0e008000000000001 */
            id: string;
            /** @example tn_01kg9f0km0e008000000000001 */
            tenant_id: string;
            /**
             * @description Your own name for it.
             * @example billing
             */
            uid: string | null;
            /** @example hooks.example.com */
            name: string;
            /** @example  */
            description: string;
            /**
             * @example {
             *       "team": "billing"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * @description Canonical.
             * @example https://hooks.example.com/posthorn
             */
            url: string;
            /**
             * @description Empty for every type.
             * @example [
             *       "order.*"
             *     ]
             */
            events: string[];
            /** @example null */
            filter: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The values are masked.
             * @example {
             *       "X-Team": "***"
             *     }
             */
            headers: {
                [key: string]: string;
            };
            /** @example standard */
            format: string;
            /**
             * @description What its current secret signs with; `none` where the format does not sign, or it has no secret.
             * @example hmac-sha256
             * @enum {string}
             */
            signature: "hmac-sha256" | "hmac-sha512" | "ed25519" | "none";
            /**
             * @description What receivers verify `ed25519` signatures with.
             * @example null
             */
            public_key: string | null;
            /**
             * @description A schedule of delays, or delays that grow.
             * @example {
             *       "schedule_ms": [
             *         5000,
             *         300000,
             *         1800000,
             *         7200000,
             *         18000000,
             *         36000000,
             *         50400000,
             *         72000000,
             *         86400000
             *       ],
             *       "jitter": 0.2,
             *       "retry_on": "any_failure"
             *     }
             */
            retry: {
                [key: string]: unknown;
            };
            /** @example 15000 */
            timeout_ms: number;
            /** @example null */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @example 64 */
            max_in_flight: number;
            /**
             * @description `shadow`: what would be sent is recorded, and not sent.
             * @example live
             * @enum {string}
             */
            mode: "live" | "shadow";
            /** @example true */
            active: boolean;
            /**
             * @description `failing`: its attempts fail, and nothing but a probe at a time is sent to it.
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "failing" | "disabled";
            /**
             * @description Why it is failing or disabled.
             * @example null
             */
            state_reason: string | null;
            /**
             * @description Grows with every change of its configuration.
             * @example 1
             */
            version: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
            /**
             * @description Shown now, and at `GET …/{id}/secret`; null of an `ed25519` key, whose private half is never shown, and of a webhook that has none.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret: string | null;
        };
        UpdateWebhookBody: {
            /**
             * @description Your own name for it, accepted wherever its id is. Does not begin like an id.
             * @example billing
             */
            uid?: string | null;
            /**
             * @description Default: the host of `url`.
             * @example Billing
             */
            name?: string | null;
            /** @default  */
            description?: string | null;
            /** @description Yours to use: up to 50 keys, 4 KiB in all. */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description Types: exact, `order.*` for all that begin so, or `*`; empty for all.
             * @example [
             *       "order.*"
             *     ]
             */
            events?: string[] | null;
            /**
             * @description MongoDB operators over `type`, `data` and `tags`; see the guide on filters.
             * @example {
             *       "data.country": {
             *         "$in": [
             *           "de",
             *           "at"
             *         ]
             *       }
             *     }
             */
            filter?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Sent with every request: up to 20, 8 KiB in all, none that framing or the format needs.
             * @example {
             *       "X-Team": "billing"
             *     }
             */
            headers?: {
                [key: string]: string;
            } | null;
            /** @description Of the form that the format signs with; generated where none is given and the format needs one. */
            secret?: unknown | unknown;
            /**
             * @description How events become requests: the name of a built-in format, or of one of your own.
             * @default standard
             */
            format?: string | null;
            retry?: components["schemas"]["RetryPolicyBody"] | null;
            /**
             * @description Of one attempt, from the name lookup to the end of the answer.
             * @default 15000
             */
            timeout_ms?: number | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * @description Requests at once.
             * @default 64
             */
            max_in_flight?: number | null;
            /**
             * @description `shadow` records what would be sent, and sends nothing; its deliveries end as `shadowed`.
             * @default live
             * @enum {string|null}
             */
            mode?: "live" | "shadow" | null;
            /**
             * @description `false` disables it: no new deliveries, and what waits is given up.
             * @default true
             */
            active?: boolean | null;
            /**
             * Format: uri
             * @description http or https, without userinfo.
             * @example https://hooks.example.com/posthorn
             */
            url?: string;
        };
    };
    responses: {
        /** @description Forbidden */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Authentication required */
        Unauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Temporarily unavailable */
        Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Any other failure. */
        Failure: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Invalid request */
        Invalid: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Conflict */
        Conflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Malformed JSON */
        MalformedJson: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Payload too large */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Unsupported media type */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Precondition failed */
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Queue full; Too many requests */
        QueueFullOrRateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Inboxes are off; Not found */
        InboxesOffOrNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Conflict; Quota exceeded */
        ConflictOrQuotaExceeded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests */
        RateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Quota exceeded */
        QuotaExceeded: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
         * @example default
         */
        Tenant: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description Names this request in the log; taken from the request where it sends one.
         * @example 019c12f0-4e80-7000-8000-00000000000a
         */
        RequestId: string;
        /**
         * @description Seconds to wait (RFC 9110).
         * @example 5
         */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAttempt: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": 1,
                     *       "started_at": "2026-01-31T12:00:00.000Z",
                     *       "duration_ms": 81,
                     *       "response_status": 200,
                     *       "response_headers": {
                     *         "content-type": "text/plain"
                     *       },
                     *       "response_body": "ok",
                     *       "response_body_truncated": false,
                     *       "request_headers": {
                     *         "webhook-id": "evt_019c12f04e807000800000000001",
                     *         "x-team": "***"
                     *       },
                     *       "error_type": null,
                     *       "error_message": null,
                     *       "advice": null,
                     *       "timings": {
                     *         "dns_ms": 1,
                     *         "connect_ms": 12,
                     *         "tls_ms": 25,
                     *         "first_byte_ms": 80,
                     *         "total_ms": 81
                     *       },
                     *       "outcome": "succeeded",
                     *       "request_body_bytes": null,
                     *       "id": "att_01kg9f0km0e008000000000001",
                     *       "delivery_id": "dlv_01kg9f0km0e008000000000001",
                     *       "webhook_version": 1,
                     *       "stale": false,
                     *       "request_body": "{\"type\":\"order.paid\",\"timestamp\":\"2026-01-31T12:00:00.000Z\",\"data\":{\"order_id\":4711}}",
                     *       "event_id": "evt_01kg9f0km0e008000000000001",
                     *       "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *       "request_method": "POST",
                     *       "request_url": "https://example.com/hooks",
                     *       "curl": "curl --globoff 'https://example.com/hooks' \\\n  --header 'content-type: application/json' \\\n  --header 'x-team: ***' \\\n  --data-raw '{\"order_id\":4711}'",
                     *       "curl_as_sent": true
                     *     }
                     */
                    "application/json": components["schemas"]["AttemptDetail"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                created_after?: string;
                created_before?: string;
                /** @description The id of a key, or the `sub` of a token. */
                actor?: string;
                actor_kind?: "key" | "token" | "open" | "system" | "admin_key";
                action?: "tenant.created" | "tenant.updated" | "key.created" | "key.updated" | "key.rotated" | "key.revoked" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.paused" | "webhook.resumed" | "webhook.enabled" | "webhook.disabled" | "webhook.secret_shown" | "webhook.secret_rotated" | "event_type.created" | "event_type.updated" | "event_type.deleted" | "format.created" | "format.updated" | "format.deleted" | "event.cancelled" | "event.erased" | "delivery.retried" | "delivery.cancelled" | "deliveries.retried" | "deliveries.cancelled" | "replay.started" | "replay.cancelled" | "inbox.created" | "inbox.updated" | "inbox.emptied" | "inbox.deleted" | "dead_letters.purged" | "session.started" | "session.ended" | "audit.forgotten";
                /** @description The id of what was changed; of an event type or a format, its name. */
                object_id?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "aud_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "actor": {
                     *             "kind": "key",
                     *             "id": "key_01kg9f0kmee00800000000000g",
                     *             "name": "Order service"
                     *           },
                     *           "action": "webhook.paused",
                     *           "object_type": "webhook",
                     *           "object_id": "wh_01kg9f0kmee00800000000000g",
                     *           "object_name": "Billing",
                     *           "request_id": "019c12f0-4e80-7000-8000-00000000000a",
                     *           "changes": {
                     *             "url": {
                     *               "before": "https://old.example/",
                     *               "after": "https://new.example/"
                     *             }
                     *           },
                     *           "created_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["AuditRow"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listInstallationAudit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                created_after?: string;
                created_before?: string;
                /** @description The id of a key, or the `sub` of a token. */
                actor?: string;
                actor_kind?: "key" | "token" | "open" | "system" | "admin_key";
                action?: "tenant.created" | "tenant.updated" | "key.created" | "key.updated" | "key.rotated" | "key.revoked" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.paused" | "webhook.resumed" | "webhook.enabled" | "webhook.disabled" | "webhook.secret_shown" | "webhook.secret_rotated" | "event_type.created" | "event_type.updated" | "event_type.deleted" | "format.created" | "format.updated" | "format.deleted" | "event.cancelled" | "event.erased" | "delivery.retried" | "delivery.cancelled" | "deliveries.retried" | "deliveries.cancelled" | "replay.started" | "replay.cancelled" | "inbox.created" | "inbox.updated" | "inbox.emptied" | "inbox.deleted" | "dead_letters.purged" | "session.started" | "session.ended" | "audit.forgotten";
                /** @description The id of what was changed; of an event type or a format, its name. */
                object_id?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "aud_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "actor": {
                     *             "kind": "key",
                     *             "id": "key_01kg9f0kmee00800000000000g",
                     *             "name": "Order service"
                     *           },
                     *           "action": "webhook.paused",
                     *           "object_type": "webhook",
                     *           "object_id": "wh_01kg9f0kmee00800000000000g",
                     *           "object_name": "Billing",
                     *           "request_id": "019c12f0-4e80-7000-8000-00000000000a",
                     *           "changes": {
                     *             "url": {
                     *               "before": "https://old.example/",
                     *               "after": "https://new.example/"
                     *             }
                     *           },
                     *           "created_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["AuditRow"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getConsoleSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "key",
                     *       "name": "Order service",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "is_of_every_tenant": false,
                     *       "scopes": [
                     *         "read",
                     *         "manage"
                     *       ],
                     *       "expires_at": "2026-01-31T12:00:00.000Z",
                     *       "version": "0.1.0"
                     *     }
                     */
                    "application/json": components["schemas"]["ConsoleSession"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    startConsoleSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The path that the browser reaches Posthorn below, with a slash at both ends: the cookie is for the API there. Whatever changes something by a session must have it. */
                "Posthorn-Console"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "key",
                     *       "name": "Order service",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "is_of_every_tenant": false,
                     *       "scopes": [
                     *         "read",
                     *         "manage"
                     *       ],
                     *       "expires_at": "2026-01-31T12:00:00.000Z",
                     *       "version": "0.1.0"
                     *     }
                     */
                    "application/json": components["schemas"]["ConsoleSession"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    endConsoleSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The path that the browser reaches Posthorn below, with a slash at both ends: the cookie is for the API there. Whatever changes something by a session must have it. */
                "Posthorn-Console"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out; the cookie is good no more. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    purgeDeadLetters: {
        parameters: {
            query: {
                /** @description Goes what was given up before this time. */
                older_than: string;
                webhook_id?: string;
            };
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purged_count": 1200,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLetterPurge"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                created_after?: string;
                created_before?: string;
                /** @description A comma list of pending, in_progress, retrying, delivered, dead_letter, cancelled, shadowed, rate_limited, failed. */
                status?: string;
                event_type?: string;
                /** @description A comma list of network_error, timeout_error, tls_error, dns_error, refused_address, invalid_response, http_status, render_error, interrupted, unknown_error. */
                error_type?: string;
                /** @description A comma list such as 503 or 4xx,5xx. */
                response_status?: string;
                tag?: string;
                replay_id?: string;
                /** @description The id of a delivery, an attempt, an event or a webhook; the beginning of a webhook’s URL, from `http`; or a word: an event type, a tag, or the uid of a webhook. */
                q?: string;
                webhook_id?: string;
                event_id?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "dlv_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "event_id": "evt_01kg9f0km0e008000000000001",
                     *           "event_type": "order.paid",
                     *           "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *           "status": "delivered",
                     *           "reason": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 10,
                     *           "next_retry_at": null,
                     *           "last_response_status": 200,
                     *           "last_error_type": null,
                     *           "tags": [
                     *             "eu"
                     *           ],
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z",
                     *           "completed_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                    /** @example id,tenant_id,event_id,event_type,webhook_id,status,reason,attempt_count,max_attempts,next_retry_at,last_response_status,last_error_type,tags,created_at,updated_at,completed_at */
                    "text/csv": string;
                    /** @example {"id":"dlv_01kg9f0kkge00800000000000001","status":"delivered"} */
                    "application/x-ndjson": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listRecentDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "dlv_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "event_id": "evt_01kg9f0km0e008000000000001",
                     *           "event_type": "order.paid",
                     *           "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *           "status": "delivered",
                     *           "reason": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 10,
                     *           "next_retry_at": null,
                     *           "last_response_status": 200,
                     *           "last_error_type": null,
                     *           "tags": [
                     *             "eu"
                     *           ],
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z",
                     *           "completed_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dlv_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "event_id": "evt_01kg9f0km0e008000000000001",
                     *       "event_type": "order.paid",
                     *       "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *       "status": "delivered",
                     *       "reason": null,
                     *       "attempt_count": 1,
                     *       "max_attempts": 10,
                     *       "next_retry_at": null,
                     *       "last_response_status": 200,
                     *       "last_error_type": null,
                     *       "tags": [
                     *         "eu"
                     *       ],
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "completed_at": "2026-01-31T12:00:00.000Z",
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_ms": 81,
                     *           "response_status": 200,
                     *           "response_headers": {
                     *             "content-type": "text/plain"
                     *           },
                     *           "response_body": "ok",
                     *           "response_body_truncated": false,
                     *           "request_headers": {
                     *             "webhook-id": "evt_019c12f04e807000800000000001",
                     *             "x-team": "***"
                     *           },
                     *           "error_type": null,
                     *           "error_message": null,
                     *           "advice": null,
                     *           "timings": {
                     *             "dns_ms": 1,
                     *             "connect_ms": 12,
                     *             "tls_ms": 25,
                     *             "first_byte_ms": 80,
                     *             "total_ms": 81
                     *           },
                     *           "outcome": "succeeded",
                     *           "request_body": null,
                     *           "request_body_bytes": null,
                     *           "id": "att_01kg9f0km0e008000000000001",
                     *           "delivery_id": "dlv_01kg9f0km0e008000000000001",
                     *           "webhook_version": 1,
                     *           "stale": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    cancelDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dlv_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "event_id": "evt_01kg9f0km0e008000000000001",
                     *       "event_type": "order.paid",
                     *       "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *       "status": "delivered",
                     *       "reason": null,
                     *       "attempt_count": 1,
                     *       "max_attempts": 10,
                     *       "next_retry_at": null,
                     *       "last_response_status": 200,
                     *       "last_error_type": null,
                     *       "tags": [
                     *         "eu"
                     *       ],
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "completed_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dlv_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "event_id": "evt_01kg9f0km0e008000000000001",
                     *       "event_type": "order.paid",
                     *       "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *       "status": "delivered",
                     *       "reason": null,
                     *       "attempt_count": 1,
                     *       "max_attempts": 10,
                     *       "next_retry_at": null,
                     *       "last_response_status": 200,
                     *       "last_error_type": null,
                     *       "tags": [
                     *         "eu"
                     *       ],
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "completed_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listEventTypes: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "order.paid",
                     *           "description": "A customer has paid an order.",
                     *           "schema": {
                     *             "type": "object",
                     *             "required": [
                     *               "order_id"
                     *             ],
                     *             "properties": {
                     *               "order_id": {
                     *                 "type": "integer"
                     *               }
                     *             }
                     *           },
                     *           "example": {
                     *             "order_id": 4711
                     *           },
                     *           "version": 1,
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["EventType"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    createEventType: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422. */
                "Idempotency-Key"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEventTypeBody"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "order.paid",
                     *       "description": "A customer has paid an order.",
                     *       "schema": {
                     *         "type": "object",
                     *         "required": [
                     *           "order_id"
                     *         ],
                     *         "properties": {
                     *           "order_id": {
                     *             "type": "integer"
                     *           }
                     *         }
                     *       },
                     *       "example": {
                     *         "order_id": 4711
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getEventType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "order.paid",
                     *       "description": "A customer has paid an order.",
                     *       "schema": {
                     *         "type": "object",
                     *         "required": [
                     *           "order_id"
                     *         ],
                     *         "properties": {
                     *           "order_id": {
                     *             "type": "integer"
                     *           }
                     *         }
                     *       },
                     *       "example": {
                     *         "order_id": 4711
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    putEventType: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutEventTypeBody"];
            };
        };
        responses: {
            /** @description Replaced. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "order.paid",
                     *       "description": "A customer has paid an order.",
                     *       "schema": {
                     *         "type": "object",
                     *         "required": [
                     *           "order_id"
                     *         ],
                     *         "properties": {
                     *           "order_id": {
                     *             "type": "integer"
                     *           }
                     *         }
                     *       },
                     *       "example": {
                     *         "order_id": 4711
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            /** @description Done. */
            201: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "order.paid",
                     *       "description": "A customer has paid an order.",
                     *       "schema": {
                     *         "type": "object",
                     *         "required": [
                     *           "order_id"
                     *         ],
                     *         "properties": {
                     *           "order_id": {
                     *             "type": "integer"
                     *           }
                     *         }
                     *       },
                     *       "example": {
                     *         "order_id": 4711
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    deleteEventType: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    updateEventType: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateEventTypeBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "order.paid",
                     *       "description": "A customer has paid an order.",
                     *       "schema": {
                     *         "type": "object",
                     *         "required": [
                     *           "order_id"
                     *         ],
                     *         "properties": {
                     *           "order_id": {
                     *             "type": "integer"
                     *           }
                     *         }
                     *       },
                     *       "example": {
                     *         "order_id": 4711
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                created_after?: string;
                created_before?: string;
                type?: string;
                tag?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "evt_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "type": "order.paid",
                     *           "occurred_at": "2026-01-31T12:00:00.000Z",
                     *           "priority": 0,
                     *           "tags": [
                     *             "eu"
                     *           ],
                     *           "deliver_at": null,
                     *           "expires_at": null,
                     *           "cancelled_at": null,
                     *           "trace_id": null,
                     *           "erased_at": null,
                     *           "created_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ListedEvent"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    publishEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N`, up to 30 s: answers 200 with the deliveries once each has had an attempt. */
                Prefer?: string;
                /** @description The trace that every request of the event goes on in (W3C Trace Context). What is malformed is passed over. */
                traceparent?: string;
                /** @description Goes with `traceparent`: up to 32 members in 512 characters. */
                tracestate?: string;
                /** @description 1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422. */
                "Idempotency-Key"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishEventBody"];
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "type": "order.paid",
                 *       "source": "/shop",
                 *       "id": "4711-paid",
                 *       "data": {
                 *         "order_id": 4711,
                 *         "total": "99.90"
                 *       }
                 *     }
                 */
                "application/cloudevents+json": components["schemas"]["CloudEventBody"];
            };
        };
        responses: {
            /** @description Each delivery has had an attempt. */
            200: {
                headers: {
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    /**
                     * @description Where a limit applies: what is left of it, and the seconds until it is whole again (draft-ietf-httpapi-ratelimit-headers).
                     * @example "test-sends";r=12;t=34
                     */
                    RateLimit?: string;
                    /**
                     * @description The limit, and the seconds that it holds for.
                     * @example "test-sends";q=60;w=60
                     */
                    "RateLimit-Policy"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "evt_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "type": "order.paid",
                     *       "occurred_at": "2026-01-31T12:00:00.000Z",
                     *       "priority": 0,
                     *       "tags": [
                     *         "eu"
                     *       ],
                     *       "deliver_at": null,
                     *       "expires_at": null,
                     *       "cancelled_at": null,
                     *       "trace_id": null,
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["PublishedEvent"];
                };
            };
            /** @description Done. */
            202: {
                headers: {
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    /**
                     * @description Where a limit applies: what is left of it, and the seconds until it is whole again (draft-ietf-httpapi-ratelimit-headers).
                     * @example "test-sends";r=12;t=34
                     */
                    RateLimit?: string;
                    /**
                     * @description The limit, and the seconds that it holds for.
                     * @example "test-sends";q=60;w=60
                     */
                    "RateLimit-Policy"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "evt_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "type": "order.paid",
                     *       "occurred_at": "2026-01-31T12:00:00.000Z",
                     *       "priority": 0,
                     *       "tags": [
                     *         "eu"
                     *       ],
                     *       "deliver_at": null,
                     *       "expires_at": null,
                     *       "cancelled_at": null,
                     *       "trace_id": null,
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["PublishedEvent"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["QueueFullOrRateLimited"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    publishEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The trace that every request of the event goes on in (W3C Trace Context). What is malformed is passed over. */
                traceparent?: string;
                /** @description Goes with `traceparent`: up to 32 members in 512 characters. */
                tracestate?: string;
                /** @description 1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422. */
                "Idempotency-Key"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishBatchBody"];
                /**
                 * @example [
                 *       {
                 *         "specversion": "1.0",
                 *         "type": "order.paid",
                 *         "source": "/shop",
                 *         "id": "4711-paid",
                 *         "data": {
                 *           "order_id": 4711,
                 *           "total": "99.90"
                 *         }
                 *       }
                 *     ]
                 */
                "application/cloudevents-batch+json": components["schemas"]["CloudEventBody"][];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    /**
                     * @description Where a limit applies: what is left of it, and the seconds until it is whole again (draft-ietf-httpapi-ratelimit-headers).
                     * @example "test-sends";r=12;t=34
                     */
                    RateLimit?: string;
                    /**
                     * @description The limit, and the seconds that it holds for.
                     * @example "test-sends";q=60;w=60
                     */
                    "RateLimit-Policy"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "evt_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "type": "order.paid",
                     *           "occurred_at": "2026-01-31T12:00:00.000Z",
                     *           "priority": 0,
                     *           "tags": [
                     *             "eu"
                     *           ],
                     *           "deliver_at": null,
                     *           "expires_at": null,
                     *           "cancelled_at": null,
                     *           "trace_id": null,
                     *           "erased_at": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PublishedBatch"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["QueueFullOrRateLimited"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    explainEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainNewEventBody"] | components["schemas"]["ExplainPublishedEventBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *           "would_send": true,
                     *           "reason": null
                     *         }
                     *       ],
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["Explanations"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "evt_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "type": "order.paid",
                     *       "occurred_at": "2026-01-31T12:00:00.000Z",
                     *       "priority": 0,
                     *       "tags": [
                     *         "eu"
                     *       ],
                     *       "deliver_at": null,
                     *       "expires_at": null,
                     *       "cancelled_at": null,
                     *       "trace_id": null,
                     *       "erased_at": null,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "refusal": null,
                     *       "data": {
                     *         "order_id": 4711,
                     *         "total": "99.90"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Event"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    cancelEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "evt_01kg9f0km0e008000000000001",
                     *       "cancelled_at": "2026-01-31T12:00:00.000Z",
                     *       "fan_out_cancelled": true,
                     *       "cancelled_deliveries": 0,
                     *       "in_progress_deliveries": 0
                     *     }
                     */
                    "application/json": components["schemas"]["EventCancellation"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listDeliveriesOfEvent: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                created_after?: string;
                created_before?: string;
                /** @description A comma list of pending, in_progress, retrying, delivered, dead_letter, cancelled, shadowed, rate_limited, failed. */
                status?: string;
                event_type?: string;
                /** @description A comma list of network_error, timeout_error, tls_error, dns_error, refused_address, invalid_response, http_status, render_error, interrupted, unknown_error. */
                error_type?: string;
                /** @description A comma list such as 503 or 4xx,5xx. */
                response_status?: string;
                tag?: string;
                replay_id?: string;
                /** @description The id of a delivery, an attempt, an event or a webhook; the beginning of a webhook’s URL, from `http`; or a word: an event type, a tag, or the uid of a webhook. */
                q?: string;
                webhook_id?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "dlv_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "event_id": "evt_01kg9f0km0e008000000000001",
                     *           "event_type": "order.paid",
                     *           "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *           "status": "delivered",
                     *           "reason": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 10,
                     *           "next_retry_at": null,
                     *           "last_response_status": 200,
                     *           "last_error_type": null,
                     *           "tags": [
                     *             "eu"
                     *           ],
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z",
                     *           "completed_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                    /** @example id,tenant_id,event_id,event_type,webhook_id,status,reason,attempt_count,max_attempts,next_retry_at,last_response_status,last_error_type,tags,created_at,updated_at,completed_at */
                    "text/csv": string;
                    /** @example {"id":"dlv_01kg9f0kkge00800000000000001","status":"delivered"} */
                    "application/x-ndjson": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    eraseEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "evt_01kg9f0km0e008000000000001",
                     *       "erased_at": "2026-01-31T12:00:00.000Z",
                     *       "cancelled_deliveries": 0,
                     *       "in_progress_deliveries": 0
                     *     }
                     */
                    "application/json": components["schemas"]["EventErasure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listFormats: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "slack-jobs",
                     *           "description": "A sentence about each job that has failed.",
                     *           "built_in": false,
                     *           "user_agent": "Posthorn/1.0",
                     *           "content_type": "application/json",
                     *           "headers": {
                     *             "X-Event": "{event.type}"
                     *           },
                     *           "replaceable_headers": [],
                     *           "signature": null,
                     *           "json": "verbatim",
                     *           "body": {
                     *             "text": "Job {event.data.job_id} failed"
                     *           },
                     *           "version": 1,
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Format"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    createFormat: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422. */
                "Idempotency-Key"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateFormatBody"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "slack-jobs",
                     *       "description": "A sentence about each job that has failed.",
                     *       "built_in": false,
                     *       "user_agent": "Posthorn/1.0",
                     *       "content_type": "application/json",
                     *       "headers": {
                     *         "X-Event": "{event.type}"
                     *       },
                     *       "replaceable_headers": [],
                     *       "signature": null,
                     *       "json": "verbatim",
                     *       "body": {
                     *         "text": "Job {event.data.job_id} failed"
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Format"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    previewFormat: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PreviewFormatBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "headers": {
                     *         "content-type": "application/json",
                     *         "user-agent": "Posthorn/1.0"
                     *       },
                     *       "body": "{\"text\":\"Job 4711 failed\"}",
                     *       "body_bytes": 26,
                     *       "sample_secret": null
                     *     }
                     */
                    "application/json": components["schemas"]["FormatPreview"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    verifySignature: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifySignatureBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verified": false,
                     *       "format": null,
                     *       "results": [
                     *         {
                     *           "format": "standard",
                     *           "verified": false,
                     *           "secret_index": null,
                     *           "problems": [
                     *             {
                     *               "code": "header_missing",
                     *               "message": "The header webhook-signature is missing."
                     *             }
                     *           ],
                     *           "header": "webhook-signature",
                     *           "given": null,
                     *           "expected": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SignatureCheck"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getFormat: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "slack-jobs",
                     *       "description": "A sentence about each job that has failed.",
                     *       "built_in": false,
                     *       "user_agent": "Posthorn/1.0",
                     *       "content_type": "application/json",
                     *       "headers": {
                     *         "X-Event": "{event.type}"
                     *       },
                     *       "replaceable_headers": [],
                     *       "signature": null,
                     *       "json": "verbatim",
                     *       "body": {
                     *         "text": "Job {event.data.job_id} failed"
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Format"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    putFormat: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutFormatBody"];
            };
        };
        responses: {
            /** @description Replaced. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "slack-jobs",
                     *       "description": "A sentence about each job that has failed.",
                     *       "built_in": false,
                     *       "user_agent": "Posthorn/1.0",
                     *       "content_type": "application/json",
                     *       "headers": {
                     *         "X-Event": "{event.type}"
                     *       },
                     *       "replaceable_headers": [],
                     *       "signature": null,
                     *       "json": "verbatim",
                     *       "body": {
                     *         "text": "Job {event.data.job_id} failed"
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Format"];
                };
            };
            /** @description Done. */
            201: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "slack-jobs",
                     *       "description": "A sentence about each job that has failed.",
                     *       "built_in": false,
                     *       "user_agent": "Posthorn/1.0",
                     *       "content_type": "application/json",
                     *       "headers": {
                     *         "X-Event": "{event.type}"
                     *       },
                     *       "replaceable_headers": [],
                     *       "signature": null,
                     *       "json": "verbatim",
                     *       "body": {
                     *         "text": "Job {event.data.job_id} failed"
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Format"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    deleteFormat: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    updateFormat: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateFormatBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "slack-jobs",
                     *       "description": "A sentence about each job that has failed.",
                     *       "built_in": false,
                     *       "user_agent": "Posthorn/1.0",
                     *       "content_type": "application/json",
                     *       "headers": {
                     *         "X-Event": "{event.type}"
                     *       },
                     *       "replaceable_headers": [],
                     *       "signature": null,
                     *       "json": "verbatim",
                     *       "body": {
                     *         "text": "Job {event.data.job_id} failed"
                     *       },
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Format"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listInboxes: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "inb_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "url": "http://127.0.0.1:3000/inbox/8f14e45fceea167a5a36dedd4bea2543c2f3a1b0",
                     *           "name": "orders",
                     *           "status": 200,
                     *           "delay_ms": 0,
                     *           "fail_times": 3,
                     *           "failures_left": 1,
                     *           "fail_status": 503,
                     *           "response_body": "",
                     *           "received_count": 2,
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z",
                     *           "expires_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Inbox"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InboxesOffOrNotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    createInbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422. */
                "Idempotency-Key"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InboxBody"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "inb_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "url": "http://127.0.0.1:3000/inbox/8f14e45fceea167a5a36dedd4bea2543c2f3a1b0",
                     *       "name": "orders",
                     *       "status": 200,
                     *       "delay_ms": 0,
                     *       "fail_times": 3,
                     *       "failures_left": 1,
                     *       "fail_status": 503,
                     *       "response_body": "",
                     *       "received_count": 2,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "expires_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Inbox"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InboxesOffOrNotFound"];
            409: components["responses"]["ConflictOrQuotaExceeded"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getInbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "inb_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "url": "http://127.0.0.1:3000/inbox/8f14e45fceea167a5a36dedd4bea2543c2f3a1b0",
                     *       "name": "orders",
                     *       "status": 200,
                     *       "delay_ms": 0,
                     *       "fail_times": 3,
                     *       "failures_left": 1,
                     *       "fail_status": 503,
                     *       "response_body": "",
                     *       "received_count": 2,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "expires_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Inbox"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InboxesOffOrNotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    deleteInbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InboxesOffOrNotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    updateInbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InboxBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "inb_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "url": "http://127.0.0.1:3000/inbox/8f14e45fceea167a5a36dedd4bea2543c2f3a1b0",
                     *       "name": "orders",
                     *       "status": 200,
                     *       "delay_ms": 0,
                     *       "fail_times": 3,
                     *       "failures_left": 1,
                     *       "fail_status": 503,
                     *       "response_body": "",
                     *       "received_count": 2,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "expires_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Inbox"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InboxesOffOrNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listInboxRequests: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "req_01kg9f0km0e008000000000001",
                     *           "inbox_id": "inb_01kg9f0km0e008000000000001",
                     *           "method": "POST",
                     *           "path": "",
                     *           "headers": {
                     *             "content-type": "application/json",
                     *             "webhook-id": "evt_01h455vb4pex5vsknk084sn02q"
                     *           },
                     *           "body": "{\"type\":\"order.paid\"}",
                     *           "body_encoding": "utf8",
                     *           "body_bytes": 21,
                     *           "body_truncated": false,
                     *           "response_status": 200,
                     *           "received_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["InboxRequest"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InboxesOffOrNotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    emptyInbox: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InboxesOffOrNotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "key_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "name": "Order service",
                     *           "scopes": [
                     *             "publish"
                     *           ],
                     *           "expires_at": "2026-01-31T12:00:00.000Z",
                     *           "last_used_at": "2026-01-31T12:00:00.000Z",
                     *           "previous_secret_expires_at": "2026-01-31T12:00:00.000Z",
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422. */
                "Idempotency-Key"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKeyBody"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "name": "Order service",
                     *       "scopes": [
                     *         "publish"
                     *       ],
                     *       "expires_at": "2026-01-31T12:00:00.000Z",
                     *       "last_used_at": "2026-01-31T12:00:00.000Z",
                     *       "previous_secret_expires_at": "2026-01-31T12:00:00.000Z",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "key": "ph_01kg9f0kmee00800000000000g_5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "name": "Order service",
                     *       "scopes": [
                     *         "publish"
                     *       ],
                     *       "expires_at": "2026-01-31T12:00:00.000Z",
                     *       "last_used_at": "2026-01-31T12:00:00.000Z",
                     *       "previous_secret_expires_at": "2026-01-31T12:00:00.000Z",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    updateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateApiKeyBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "name": "Order service",
                     *       "scopes": [
                     *         "publish"
                     *       ],
                     *       "expires_at": "2026-01-31T12:00:00.000Z",
                     *       "last_used_at": "2026-01-31T12:00:00.000Z",
                     *       "previous_secret_expires_at": "2026-01-31T12:00:00.000Z",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateApiKeyBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "name": "Order service",
                     *       "scopes": [
                     *         "publish"
                     *       ],
                     *       "expires_at": "2026-01-31T12:00:00.000Z",
                     *       "last_used_at": "2026-01-31T12:00:00.000Z",
                     *       "previous_secret_expires_at": "2026-01-31T12:00:00.000Z",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "key": "ph_01kg9f0kmee00800000000000g_5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c"
                     *     }
                     */
                    "application/json": components["schemas"]["RotatedApiKey"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0",
                     *       "info": {
                     *         "title": "Posthorn",
                     *         "version": "0.1.0"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/json": {
                        /** @example 3.1.0 */
                        openapi: string;
                        /**
                         * @example {
                         *       "title": "Posthorn",
                         *       "version": "0.1.0"
                         *     }
                         */
                        info: Record<string, never>;
                        /** @example {} */
                        paths: Record<string, never>;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    listReplays: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "rpl_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "mode": "failed",
                     *           "filter": {
                     *             "event_type": "order.paid"
                     *           },
                     *           "status": "running",
                     *           "rate_per_second": 50,
                     *           "total_count": 1200,
                     *           "replayed_count": 350,
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z",
                     *           "completed_at": null
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Replay"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    createReplay: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422. */
                "Idempotency-Key"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateReplayBody"];
            };
        };
        responses: {
            /** @description Of a dry run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dry_run": true,
                     *       "total_count": 1200,
                     *       "by_webhook": [
                     *         {
                     *           "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *           "count": 1200
                     *         }
                     *       ],
                     *       "sample": [
                     *         {
                     *           "delivery_id": "dlv_01kg9f0km0e008000000000001",
                     *           "event_id": "evt_01kg9f0km0e008000000000001",
                     *           "event_type": "order.paid",
                     *           "webhook_id": "wh_01kg9f0km0e008000000000001"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayPreview"];
                };
            };
            /** @description Done. */
            202: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rpl_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "mode": "failed",
                     *       "filter": {
                     *         "event_type": "order.paid"
                     *       },
                     *       "status": "running",
                     *       "rate_per_second": 50,
                     *       "total_count": 1200,
                     *       "replayed_count": 350,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "completed_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getReplay: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rpl_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "mode": "failed",
                     *       "filter": {
                     *         "event_type": "order.paid"
                     *       },
                     *       "status": "running",
                     *       "rate_per_second": 50,
                     *       "total_count": 1200,
                     *       "replayed_count": 350,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "completed_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    cancelReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rpl_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "mode": "failed",
                     *       "filter": {
                     *         "event_type": "order.paid"
                     *       },
                     *       "status": "running",
                     *       "rate_per_second": 50,
                     *       "total_count": 1200,
                     *       "replayed_count": 350,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "completed_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getRetention: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "kind": "event_data",
                     *           "days": 7,
                     *           "own_days": 7,
                     *           "oldest_at": "2026-01-31T12:00:00.000Z",
                     *           "goes_at": "2026-02-07T12:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TenantRetentionReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getInstallationRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "kind": "attempts",
                     *           "days": 30,
                     *           "oldest_at": "2026-01-31T12:00:00.000Z",
                     *           "goes_at": "2026-03-03T00:00:00.000Z",
                     *           "estimated_rows": 3000000,
                     *           "bytes": 1200000000
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InstallationRetentionReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "POSTHORN_SLOTS",
                     *           "section": "Delivery",
                     *           "value": "2000",
                     *           "source": "default",
                     *           "note": null,
                     *           "is_secret": false,
                     *           "description": "Deliveries that one process has in flight at most."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SettingList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getStatsSummary: {
        parameters: {
            query?: {
                created_after?: string;
                created_before?: string;
            };
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total": 152,
                     *       "by_status": {
                     *         "pending": 1,
                     *         "in_progress": 0,
                     *         "retrying": 1,
                     *         "rate_limited": 0,
                     *         "delivered": 147,
                     *         "dead_letter": 3,
                     *         "cancelled": 0,
                     *         "shadowed": 0
                     *       },
                     *       "success_rate": 0.98,
                     *       "created_after": "2026-01-30T12:00:00.000Z",
                     *       "created_before": "2026-01-31T12:00:00.000Z",
                     *       "is_partial": false,
                     *       "attempts": {
                     *         "count": 155,
                     *         "succeeded": 147,
                     *         "failed": 8,
                     *         "average_ms": 83.25,
                     *         "p50_ms": 64,
                     *         "p95_ms": 256,
                     *         "p99_ms": 512
                     *       },
                     *       "by_event_type": {
                     *         "data": [
                     *           {
                     *             "total": 152,
                     *             "by_status": {
                     *               "pending": 1,
                     *               "in_progress": 0,
                     *               "retrying": 1,
                     *               "rate_limited": 0,
                     *               "delivered": 147,
                     *               "dead_letter": 3,
                     *               "cancelled": 0,
                     *               "shadowed": 0
                     *             },
                     *             "success_rate": 0.98,
                     *             "event_type": "order.paid"
                     *           }
                     *         ],
                     *         "others": 0
                     *       },
                     *       "by_error_type": {
                     *         "data": [
                     *           {
                     *             "error_type": "http_status",
                     *             "count": 8
                     *           }
                     *         ],
                     *         "others": 0
                     *       },
                     *       "queue_depth": 2,
                     *       "oldest_due_at": null,
                     *       "by_webhook": {
                     *         "data": [
                     *           {
                     *             "total": 152,
                     *             "by_status": {
                     *               "pending": 1,
                     *               "in_progress": 0,
                     *               "retrying": 1,
                     *               "rate_limited": 0,
                     *               "delivered": 147,
                     *               "dead_letter": 3,
                     *               "cancelled": 0,
                     *               "shadowed": 0
                     *             },
                     *             "success_rate": 0.98,
                     *             "webhook_id": "wh_01kg9f0km0e008000000000001"
                     *           }
                     *         ],
                     *         "others": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["StatsSummary"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getStatsTimeseries: {
        parameters: {
            query?: {
                interval?: "minute" | "hour" | "day";
                created_after?: string;
                created_before?: string;
                webhook_id?: string;
                event_type?: string;
            };
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "interval": "hour",
                     *       "created_after": "2026-01-30T12:00:00.000Z",
                     *       "created_before": "2026-01-31T12:00:00.000Z",
                     *       "data": [
                     *         {
                     *           "count": 155,
                     *           "succeeded": 147,
                     *           "failed": 8,
                     *           "at": "2026-01-31T12:00:00.000Z",
                     *           "average_ms": 83.25,
                     *           "p50_ms": 64,
                     *           "p95_ms": 256,
                     *           "p99_ms": 512
                     *         }
                     *       ],
                     *       "attempts": {
                     *         "count": 155,
                     *         "succeeded": 147,
                     *         "failed": 8
                     *       },
                     *       "by_event_type": {
                     *         "data": [
                     *           {
                     *             "count": 155,
                     *             "succeeded": 147,
                     *             "failed": 8,
                     *             "event_type": "order.paid"
                     *           }
                     *         ],
                     *         "others": 0
                     *       },
                     *       "by_webhook": {
                     *         "data": [
                     *           {
                     *             "count": 155,
                     *             "succeeded": 147,
                     *             "failed": 8,
                     *             "webhook_id": "wh_01kg9f0km0e008000000000001"
                     *           }
                     *         ],
                     *         "others": 0
                     *       },
                     *       "by_error_type": {
                     *         "data": [
                     *           {
                     *             "error_type": "http_status",
                     *             "count": 8
                     *           }
                     *         ],
                     *         "others": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["StatsSeries"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    streamAttempts: {
        parameters: {
            query?: {
                event_type?: string;
                /** @description A comma list of network_error, timeout_error, tls_error, dns_error, refused_address, invalid_response, http_status, render_error, interrupted, unknown_error. */
                error_type?: string;
                /** @description A comma list such as 503 or 4xx,5xx. */
                response_status?: string;
                tag?: string;
                webhook_id?: string;
                event_id?: string;
                outcome?: "succeeded" | "failed" | "shadowed";
            };
            header?: {
                /** @description The `id` of the last message that came; browsers send it by themselves. */
                "Last-Event-ID"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Goes on until the client or the process ends it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: attempt
                     *     id: att_01kg9f0km0e008000000000001
                     *     data: {"id":"att_01kg9f0km0e008000000000001","outcome":"succeeded","response_status":200}
                     */
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listTenants: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "tn_01kg9f0km0e008000000000001",
                     *           "uid": "acme",
                     *           "name": "Acme",
                     *           "validation": "off",
                     *           "quotas": {
                     *             "webhooks": 10,
                     *             "events_per_minute": 600,
                     *             "live_deliveries": null,
                     *             "payload_bytes": null
                     *           },
                     *           "retention": {
                     *             "event_data_days": 7,
                     *             "attempt_data_days": 3,
                     *             "history_days": null
                     *           },
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Tenant"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantBody"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "acme",
                     *       "name": "Acme",
                     *       "validation": "off",
                     *       "quotas": {
                     *         "webhooks": 10,
                     *         "events_per_minute": 600,
                     *         "live_deliveries": null,
                     *         "payload_bytes": null
                     *       },
                     *       "retention": {
                     *         "event_data_days": 7,
                     *         "attempt_data_days": 3,
                     *         "history_days": null
                     *       },
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "acme",
                     *       "name": "Acme",
                     *       "validation": "off",
                     *       "quotas": {
                     *         "webhooks": 10,
                     *         "events_per_minute": 600,
                     *         "live_deliveries": null,
                     *         "payload_bytes": null
                     *       },
                     *       "retention": {
                     *         "event_data_days": 7,
                     *         "attempt_data_days": 3,
                     *         "history_days": null
                     *       },
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    updateTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "acme",
                     *       "name": "Acme",
                     *       "validation": "off",
                     *       "quotas": {
                     *         "webhooks": 10,
                     *         "events_per_minute": 600,
                     *         "live_deliveries": null,
                     *         "payload_bytes": null
                     *       },
                     *       "retention": {
                     *         "event_data_days": 7,
                     *         "attempt_data_days": 3,
                     *         "history_days": null
                     *       },
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getTenantUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "webhooks": {
                     *         "quota": 10,
                     *         "used": 9
                     *       },
                     *       "events_per_minute": {
                     *         "quota": 600,
                     *         "used": 12,
                     *         "resets_at": "2026-01-31T12:01:00.000Z"
                     *       },
                     *       "live_deliveries": {
                     *         "quota": null,
                     *         "used": 3
                     *       },
                     *       "payload_bytes": {
                     *         "quota": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TenantUsage"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "wh_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "uid": "billing",
                     *           "name": "hooks.example.com",
                     *           "description": "",
                     *           "metadata": {
                     *             "team": "billing"
                     *           },
                     *           "url": "https://hooks.example.com/posthorn",
                     *           "events": [
                     *             "order.*"
                     *           ],
                     *           "filter": null,
                     *           "headers": {
                     *             "X-Team": "***"
                     *           },
                     *           "format": "standard",
                     *           "signature": "hmac-sha256",
                     *           "public_key": null,
                     *           "retry": {
                     *             "schedule_ms": [
                     *               5000,
                     *               300000,
                     *               1800000,
                     *               7200000,
                     *               18000000,
                     *               36000000,
                     *               50400000,
                     *               72000000,
                     *               86400000
                     *             ],
                     *             "jitter": 0.2,
                     *             "retry_on": "any_failure"
                     *           },
                     *           "timeout_ms": 15000,
                     *           "rate_limit": null,
                     *           "max_in_flight": 64,
                     *           "mode": "live",
                     *           "active": true,
                     *           "state": "active",
                     *           "state_reason": null,
                     *           "version": 1,
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Webhook"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422. */
                "Idempotency-Key"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookBody"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    /**
                     * @description Present when the idempotency key was known.
                     * @example true
                     */
                    "Idempotent-Replayed"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wh_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "billing",
                     *       "name": "hooks.example.com",
                     *       "description": "",
                     *       "metadata": {
                     *         "team": "billing"
                     *       },
                     *       "url": "https://hooks.example.com/posthorn",
                     *       "events": [
                     *         "order.*"
                     *       ],
                     *       "filter": null,
                     *       "headers": {
                     *         "X-Team": "***"
                     *       },
                     *       "format": "standard",
                     *       "signature": "hmac-sha256",
                     *       "public_key": null,
                     *       "retry": {
                     *         "schedule_ms": [
                     *           5000,
                     *           300000,
                     *           1800000,
                     *           7200000,
                     *           18000000,
                     *           36000000,
                     *           50400000,
                     *           72000000,
                     *           86400000
                     *         ],
                     *         "jitter": 0.2,
                     *         "retry_on": "any_failure"
                     *       },
                     *       "timeout_ms": 15000,
                     *       "rate_limit": null,
                     *       "max_in_flight": 64,
                     *       "mode": "live",
                     *       "active": true,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrQuotaExceeded"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    matchEvents: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MatchEventsBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "matched": 1,
                     *       "data": [
                     *         {
                     *           "event_id": "evt_01kg9f0km0e008000000000001",
                     *           "event_type": "order.paid",
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "would_send": true,
                     *           "reason": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EventMatches"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    testUrl: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestUrlBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description Where a limit applies: what is left of it, and the seconds until it is whole again (draft-ietf-httpapi-ratelimit-headers).
                     * @example "test-sends";r=12;t=34
                     */
                    RateLimit?: string;
                    /**
                     * @description The limit, and the seconds that it holds for.
                     * @example "test-sends";q=60;w=60
                     */
                    "RateLimit-Policy"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": 1,
                     *       "started_at": "2026-01-31T12:00:00.000Z",
                     *       "duration_ms": 81,
                     *       "outcome": "succeeded",
                     *       "response_status": 200,
                     *       "response_headers": {
                     *         "content-type": "text/plain"
                     *       },
                     *       "response_body": "ok",
                     *       "response_body_truncated": false,
                     *       "request_headers": {
                     *         "webhook-id": "evt_019c12f04e807000800000000001",
                     *         "x-team": "***"
                     *       },
                     *       "error_type": null,
                     *       "error_message": null,
                     *       "advice": null,
                     *       "timings": {
                     *         "dns_ms": 1,
                     *         "connect_ms": 12,
                     *         "tls_ms": 25,
                     *         "first_byte_ms": 80,
                     *         "total_ms": 81
                     *       },
                     *       "event_id": "evt_01kg9f0km0e008000000000001",
                     *       "event_type": "posthorn.test",
                     *       "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *       "webhook_version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["TestSend"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wh_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "billing",
                     *       "name": "hooks.example.com",
                     *       "description": "",
                     *       "metadata": {
                     *         "team": "billing"
                     *       },
                     *       "url": "https://hooks.example.com/posthorn",
                     *       "events": [
                     *         "order.*"
                     *       ],
                     *       "filter": null,
                     *       "headers": {
                     *         "X-Team": "***"
                     *       },
                     *       "format": "standard",
                     *       "signature": "hmac-sha256",
                     *       "public_key": null,
                     *       "retry": {
                     *         "schedule_ms": [
                     *           5000,
                     *           300000,
                     *           1800000,
                     *           7200000,
                     *           18000000,
                     *           36000000,
                     *           50400000,
                     *           72000000,
                     *           86400000
                     *         ],
                     *         "jitter": 0.2,
                     *         "retry_on": "any_failure"
                     *       },
                     *       "timeout_ms": 15000,
                     *       "rate_limit": null,
                     *       "max_in_flight": 64,
                     *       "mode": "live",
                     *       "active": true,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    putWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookBody"];
            };
        };
        responses: {
            /** @description Replaced. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wh_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "billing",
                     *       "name": "hooks.example.com",
                     *       "description": "",
                     *       "metadata": {
                     *         "team": "billing"
                     *       },
                     *       "url": "https://hooks.example.com/posthorn",
                     *       "events": [
                     *         "order.*"
                     *       ],
                     *       "filter": null,
                     *       "headers": {
                     *         "X-Team": "***"
                     *       },
                     *       "format": "standard",
                     *       "signature": "hmac-sha256",
                     *       "public_key": null,
                     *       "retry": {
                     *         "schedule_ms": [
                     *           5000,
                     *           300000,
                     *           1800000,
                     *           7200000,
                     *           18000000,
                     *           36000000,
                     *           50400000,
                     *           72000000,
                     *           86400000
                     *         ],
                     *         "jitter": 0.2,
                     *         "retry_on": "any_failure"
                     *       },
                     *       "timeout_ms": 15000,
                     *       "rate_limit": null,
                     *       "max_in_flight": 64,
                     *       "mode": "live",
                     *       "active": true,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description Done. */
            201: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    /**
                     * @description The address of what was made.
                     * @example /api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea
                     */
                    Location?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wh_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "billing",
                     *       "name": "hooks.example.com",
                     *       "description": "",
                     *       "metadata": {
                     *         "team": "billing"
                     *       },
                     *       "url": "https://hooks.example.com/posthorn",
                     *       "events": [
                     *         "order.*"
                     *       ],
                     *       "filter": null,
                     *       "headers": {
                     *         "X-Team": "***"
                     *       },
                     *       "format": "standard",
                     *       "signature": "hmac-sha256",
                     *       "public_key": null,
                     *       "retry": {
                     *         "schedule_ms": [
                     *           5000,
                     *           300000,
                     *           1800000,
                     *           7200000,
                     *           18000000,
                     *           36000000,
                     *           50400000,
                     *           72000000,
                     *           86400000
                     *         ],
                     *         "jitter": 0.2,
                     *         "retry_on": "any_failure"
                     *       },
                     *       "timeout_ms": 15000,
                     *       "rate_limit": null,
                     *       "max_in_flight": 64,
                     *       "mode": "live",
                     *       "active": true,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["QuotaExceeded"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateWebhookBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wh_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "billing",
                     *       "name": "hooks.example.com",
                     *       "description": "",
                     *       "metadata": {
                     *         "team": "billing"
                     *       },
                     *       "url": "https://hooks.example.com/posthorn",
                     *       "events": [
                     *         "order.*"
                     *       ],
                     *       "filter": null,
                     *       "headers": {
                     *         "X-Team": "***"
                     *       },
                     *       "format": "standard",
                     *       "signature": "hmac-sha256",
                     *       "public_key": null,
                     *       "retry": {
                     *         "schedule_ms": [
                     *           5000,
                     *           300000,
                     *           1800000,
                     *           7200000,
                     *           18000000,
                     *           36000000,
                     *           50400000,
                     *           72000000,
                     *           86400000
                     *         ],
                     *         "jitter": 0.2,
                     *         "retry_on": "any_failure"
                     *       },
                     *       "timeout_ms": 15000,
                     *       "rate_limit": null,
                     *       "max_in_flight": 64,
                     *       "mode": "live",
                     *       "active": true,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listDeliveriesOfWebhook: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                created_after?: string;
                created_before?: string;
                /** @description A comma list of pending, in_progress, retrying, delivered, dead_letter, cancelled, shadowed, rate_limited, failed. */
                status?: string;
                event_type?: string;
                /** @description A comma list of network_error, timeout_error, tls_error, dns_error, refused_address, invalid_response, http_status, render_error, interrupted, unknown_error. */
                error_type?: string;
                /** @description A comma list such as 503 or 4xx,5xx. */
                response_status?: string;
                tag?: string;
                replay_id?: string;
                /** @description The id of a delivery, an attempt, an event or a webhook; the beginning of a webhook’s URL, from `http`; or a word: an event type, a tag, or the uid of a webhook. */
                q?: string;
                event_id?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "dlv_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "event_id": "evt_01kg9f0km0e008000000000001",
                     *           "event_type": "order.paid",
                     *           "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *           "status": "delivered",
                     *           "reason": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 10,
                     *           "next_retry_at": null,
                     *           "last_response_status": 200,
                     *           "last_error_type": null,
                     *           "tags": [
                     *             "eu"
                     *           ],
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z",
                     *           "completed_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                    /** @example id,tenant_id,event_id,event_type,webhook_id,status,reason,attempt_count,max_attempts,next_retry_at,last_response_status,last_error_type,tags,created_at,updated_at,completed_at */
                    "text/csv": string;
                    /** @example {"id":"dlv_01kg9f0kkge00800000000000001","status":"delivered"} */
                    "application/x-ndjson": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    enableWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wh_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "billing",
                     *       "name": "hooks.example.com",
                     *       "description": "",
                     *       "metadata": {
                     *         "team": "billing"
                     *       },
                     *       "url": "https://hooks.example.com/posthorn",
                     *       "events": [
                     *         "order.*"
                     *       ],
                     *       "filter": null,
                     *       "headers": {
                     *         "X-Team": "***"
                     *       },
                     *       "format": "standard",
                     *       "signature": "hmac-sha256",
                     *       "public_key": null,
                     *       "retry": {
                     *         "schedule_ms": [
                     *           5000,
                     *           300000,
                     *           1800000,
                     *           7200000,
                     *           18000000,
                     *           36000000,
                     *           50400000,
                     *           72000000,
                     *           86400000
                     *         ],
                     *         "jitter": 0.2,
                     *         "retry_on": "any_failure"
                     *       },
                     *       "timeout_ms": 15000,
                     *       "rate_limit": null,
                     *       "max_in_flight": 64,
                     *       "mode": "live",
                     *       "active": true,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    pauseWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wh_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "billing",
                     *       "name": "hooks.example.com",
                     *       "description": "",
                     *       "metadata": {
                     *         "team": "billing"
                     *       },
                     *       "url": "https://hooks.example.com/posthorn",
                     *       "events": [
                     *         "order.*"
                     *       ],
                     *       "filter": null,
                     *       "headers": {
                     *         "X-Team": "***"
                     *       },
                     *       "format": "standard",
                     *       "signature": "hmac-sha256",
                     *       "public_key": null,
                     *       "retry": {
                     *         "schedule_ms": [
                     *           5000,
                     *           300000,
                     *           1800000,
                     *           7200000,
                     *           18000000,
                     *           36000000,
                     *           50400000,
                     *           72000000,
                     *           86400000
                     *         ],
                     *         "jitter": 0.2,
                     *         "retry_on": "any_failure"
                     *       },
                     *       "timeout_ms": 15000,
                     *       "rate_limit": null,
                     *       "max_in_flight": 64,
                     *       "mode": "live",
                     *       "active": true,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    resumeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes nothing unless the resource has this ETag; else 412. */
                "If-Match"?: string;
                /** @description `*` changes nothing where the resource is there already; else 412. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wh_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "uid": "billing",
                     *       "name": "hooks.example.com",
                     *       "description": "",
                     *       "metadata": {
                     *         "team": "billing"
                     *       },
                     *       "url": "https://hooks.example.com/posthorn",
                     *       "events": [
                     *         "order.*"
                     *       ],
                     *       "filter": null,
                     *       "headers": {
                     *         "X-Team": "***"
                     *       },
                     *       "format": "standard",
                     *       "signature": "hmac-sha256",
                     *       "public_key": null,
                     *       "retry": {
                     *         "schedule_ms": [
                     *           5000,
                     *           300000,
                     *           1800000,
                     *           7200000,
                     *           18000000,
                     *           36000000,
                     *           50400000,
                     *           72000000,
                     *           86400000
                     *         ],
                     *         "jitter": 0.2,
                     *         "retry_on": "any_failure"
                     *       },
                     *       "timeout_ms": 15000,
                     *       "rate_limit": null,
                     *       "max_in_flight": 64,
                     *       "mode": "live",
                     *       "active": true,
                     *       "state": "active",
                     *       "state_reason": null,
                     *       "version": 1,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                     *       "public_key": null,
                     *       "previous": []
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookSecrets"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateSecretBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                     *       "public_key": null,
                     *       "previous": []
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookSecrets"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getWebhookSnippets: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "format": "standard",
                     *       "secret_variable": "WEBHOOK_SECRET",
                     *       "snippets": [
                     *         {
                     *           "language": "node",
                     *           "file_name": "verify.mjs",
                     *           "code": "export function verify(body, headers) {\n  …\n}\n"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["VerificationSnippets"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getWebhookStats: {
        parameters: {
            query?: {
                created_after?: string;
                created_before?: string;
            };
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total": 152,
                     *       "by_status": {
                     *         "pending": 1,
                     *         "in_progress": 0,
                     *         "retrying": 1,
                     *         "rate_limited": 0,
                     *         "delivered": 147,
                     *         "dead_letter": 3,
                     *         "cancelled": 0,
                     *         "shadowed": 0
                     *       },
                     *       "success_rate": 0.98,
                     *       "created_after": "2026-01-30T12:00:00.000Z",
                     *       "created_before": "2026-01-31T12:00:00.000Z",
                     *       "is_partial": false,
                     *       "attempts": {
                     *         "count": 155,
                     *         "succeeded": 147,
                     *         "failed": 8,
                     *         "average_ms": 83.25,
                     *         "p50_ms": 64,
                     *         "p95_ms": 256,
                     *         "p99_ms": 512
                     *       },
                     *       "by_event_type": {
                     *         "data": [
                     *           {
                     *             "total": 152,
                     *             "by_status": {
                     *               "pending": 1,
                     *               "in_progress": 0,
                     *               "retrying": 1,
                     *               "rate_limited": 0,
                     *               "delivered": 147,
                     *               "dead_letter": 3,
                     *               "cancelled": 0,
                     *               "shadowed": 0
                     *             },
                     *             "success_rate": 0.98,
                     *             "event_type": "order.paid"
                     *           }
                     *         ],
                     *         "others": 0
                     *       },
                     *       "by_error_type": {
                     *         "data": [
                     *           {
                     *             "error_type": "http_status",
                     *             "count": 8
                     *           }
                     *         ],
                     *         "others": 0
                     *       },
                     *       "queue_depth": 2,
                     *       "oldest_due_at": null,
                     *       "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *       "last_delivered_at": "2026-01-31T12:00:00.000Z",
                     *       "last_failure_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookStats"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TestWebhookBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description Where a limit applies: what is left of it, and the seconds until it is whole again (draft-ietf-httpapi-ratelimit-headers).
                     * @example "test-sends";r=12;t=34
                     */
                    RateLimit?: string;
                    /**
                     * @description The limit, and the seconds that it holds for.
                     * @example "test-sends";q=60;w=60
                     */
                    "RateLimit-Policy"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": 1,
                     *       "started_at": "2026-01-31T12:00:00.000Z",
                     *       "duration_ms": 81,
                     *       "outcome": "succeeded",
                     *       "response_status": 200,
                     *       "response_headers": {
                     *         "content-type": "text/plain"
                     *       },
                     *       "response_body": "ok",
                     *       "response_body_truncated": false,
                     *       "request_headers": {
                     *         "webhook-id": "evt_019c12f04e807000800000000001",
                     *         "x-team": "***"
                     *       },
                     *       "error_type": null,
                     *       "error_message": null,
                     *       "advice": null,
                     *       "timings": {
                     *         "dns_ms": 1,
                     *         "connect_ms": 12,
                     *         "tls_ms": 25,
                     *         "first_byte_ms": 80,
                     *         "total_ms": 81
                     *       },
                     *       "event_id": "evt_01kg9f0km0e008000000000001",
                     *       "event_type": "posthorn.test",
                     *       "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *       "webhook_version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["TestSend"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    verifyWebhookSignature: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceivedRequestBody"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verified": false,
                     *       "format": null,
                     *       "results": [
                     *         {
                     *           "format": "standard",
                     *           "verified": false,
                     *           "secret_index": null,
                     *           "problems": [
                     *             {
                     *               "code": "header_missing",
                     *               "message": "The header webhook-signature is missing."
                     *             }
                     *           ],
                     *           "header": "webhook-signature",
                     *           "given": null,
                     *           "expected": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SignatureCheck"];
                };
            };
            400: components["responses"]["MalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listDeliveriesAtRoot: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                created_after?: string;
                created_before?: string;
                /** @description A comma list of pending, in_progress, retrying, delivered, dead_letter, cancelled, shadowed, rate_limited, failed. */
                status?: string;
                event_type?: string;
                /** @description A comma list of network_error, timeout_error, tls_error, dns_error, refused_address, invalid_response, http_status, render_error, interrupted, unknown_error. */
                error_type?: string;
                /** @description A comma list such as 503 or 4xx,5xx. */
                response_status?: string;
                tag?: string;
                replay_id?: string;
                /** @description The id of a delivery, an attempt, an event or a webhook; the beginning of a webhook’s URL, from `http`; or a word: an event type, a tag, or the uid of a webhook. */
                q?: string;
                webhook_id?: string;
                event_id?: string;
            };
            header?: {
                /** @description `count=exact` adds `total`, at most 10,001. */
                Prefer?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "dlv_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "event_id": "evt_01kg9f0km0e008000000000001",
                     *           "event_type": "order.paid",
                     *           "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *           "status": "delivered",
                     *           "reason": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 10,
                     *           "next_retry_at": null,
                     *           "last_response_status": 200,
                     *           "last_error_type": null,
                     *           "tags": [
                     *             "eu"
                     *           ],
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z",
                     *           "completed_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                    /** @example id,tenant_id,event_id,event_type,webhook_id,status,reason,attempt_count,max_attempts,next_retry_at,last_response_status,last_error_type,tags,created_at,updated_at,completed_at */
                    "text/csv": string;
                    /** @example {"id":"dlv_01kg9f0kkge00800000000000001","status":"delivered"} */
                    "application/x-ndjson": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    listRecentDeliveriesAtRoot: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    /**
                     * @description The pages beside this one (RFC 8288).
                     * @example </api/deliveries?cursor=AQAB…>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description Present when `Prefer` was followed (RFC 7240).
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "dlv_01kg9f0km0e008000000000001",
                     *           "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *           "event_id": "evt_01kg9f0km0e008000000000001",
                     *           "event_type": "order.paid",
                     *           "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *           "status": "delivered",
                     *           "reason": null,
                     *           "attempt_count": 1,
                     *           "max_attempts": 10,
                     *           "next_retry_at": null,
                     *           "last_response_status": 200,
                     *           "last_error_type": null,
                     *           "tags": [
                     *             "eu"
                     *           ],
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "updated_at": "2026-01-31T12:00:00.000Z",
                     *           "completed_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "has_more": false,
                     *       "next_cursor": null,
                     *       "prev_cursor": null
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        /**
                         * @description Whether `next_cursor` leads to older rows.
                         * @example false
                         */
                        has_more: boolean;
                        /**
                         * @description Older rows.
                         * @example null
                         */
                        next_cursor: string | null;
                        /**
                         * @description Newer rows.
                         * @example null
                         */
                        prev_cursor: string | null;
                        /**
                         * @description Only where it was asked for.
                         * @example 1
                         */
                        total?: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getDeliveryAtRoot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is known; answered 304 while it stands. */
                "If-None-Match"?: string;
                /**
                 * @description The id or uid of the tenant in whose name the request acts; `default` otherwise. A key or token of one tenant acts in that one, and may name no other.
                 * @example default
                 */
                "Posthorn-Tenant"?: components["parameters"]["Tenant"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /**
                     * @description The version that is shown.
                     * @example "3-m1x2y3z4-active-"
                     */
                    ETag?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dlv_01kg9f0km0e008000000000001",
                     *       "tenant_id": "tn_01kg9f0km0e008000000000001",
                     *       "event_id": "evt_01kg9f0km0e008000000000001",
                     *       "event_type": "order.paid",
                     *       "webhook_id": "wh_01kg9f0km0e008000000000001",
                     *       "status": "delivered",
                     *       "reason": null,
                     *       "attempt_count": 1,
                     *       "max_attempts": 10,
                     *       "next_retry_at": null,
                     *       "last_response_status": 200,
                     *       "last_error_type": null,
                     *       "tags": [
                     *         "eu"
                     *       ],
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "updated_at": "2026-01-31T12:00:00.000Z",
                     *       "completed_at": "2026-01-31T12:00:00.000Z",
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_ms": 81,
                     *           "response_status": 200,
                     *           "response_headers": {
                     *             "content-type": "text/plain"
                     *           },
                     *           "response_body": "ok",
                     *           "response_body_truncated": false,
                     *           "request_headers": {
                     *             "webhook-id": "evt_019c12f04e807000800000000001",
                     *             "x-team": "***"
                     *           },
                     *           "error_type": null,
                     *           "error_message": null,
                     *           "advice": null,
                     *           "timings": {
                     *             "dns_ms": 1,
                     *             "connect_ms": 12,
                     *             "tls_ms": 25,
                     *             "first_byte_ms": 80,
                     *             "total_ms": 81
                     *           },
                     *           "outcome": "succeeded",
                     *           "request_body": null,
                     *           "request_body_bytes": null,
                     *           "id": "att_01kg9f0km0e008000000000001",
                     *           "delivery_id": "dlv_01kg9f0km0e008000000000001",
                     *           "webhook_version": 1,
                     *           "stale": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            /** @description The version is known. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Failure"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Healthy or degraded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "healthy",
                     *       "reasons": [],
                     *       "uptime_seconds": 86400
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Unhealthy. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "healthy",
                     *       "reasons": [],
                     *       "uptime_seconds": 86400
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "live"
                     *     }
                     */
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready"
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Done. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready"
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every metric of docs/metrics.md. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP posthorn_slots_used Deliveries in flight in this process.
                     *     # TYPE posthorn_slots_used gauge
                     *     posthorn_slots_used 3
                     */
                    "text/plain": string;
                };
            };
            default: components["responses"]["Failure"];
        };
    };
}
