/** The setting that the policies of row-level security read: whose rows a transaction sees. Empty, it sees none. */
export const TENANT_SETTING = 'posthorn.tenant';
/** Its value for every tenant's rows: of the engine, of administrators, and of what finds out whose a request is. */
export const EVERY_TENANT = '*';
