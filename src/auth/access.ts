import type { IncomingMessage } from 'node:http';
import type { Principal } from './principal.ts';

/** Tells whom a request comes from. Throws `unauthenticated` or `forbidden` where it is not to be served. */
export type Authenticate = (request: IncomingMessage) => Principal | Promise<Principal>;

/** Authenticates each request once, whoever asks first: before its body is read, or when its route is known. */
export class Access {
  private readonly principals = new WeakMap<IncomingMessage, Principal | Promise<Principal>>();

  constructor(private readonly authenticate: Authenticate) {}

  /** At once, where nothing has to be asked for it. */
  principalOf(request: IncomingMessage): Principal | Promise<Principal> {
    let principal = this.principals.get(request);
    if (principal === undefined) {
      principal = this.authenticate(request);
      this.principals.set(request, principal);
    }
    return principal;
  }
}
