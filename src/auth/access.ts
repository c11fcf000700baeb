import type { IncomingMessage } from 'node:http';
import { PosthornError } from '../domain/errors.ts';
import type { Principal } from './principal.ts';

/** Tells whom a request comes from. Throws `unauthenticated` or `forbidden` where it is not to be served. */
export type Authenticate = (request: IncomingMessage) => Principal | Promise<Principal>;

/** Authenticates each request once, whoever asks first: before its body is read, or when its route is known. */
export class Access {
  private readonly principals = new WeakMap<IncomingMessage, Principal | Promise<Principal>>();

  /** @param authenticateBearer how a key or a token is judged where `authenticate` asks for none */
  constructor(
    private readonly authenticate: Authenticate,
    private readonly authenticateBearer: Authenticate = refuse,
  ) {}

  /** At once, where nothing has to be asked for it. */
  principalOf(request: IncomingMessage): Principal | Promise<Principal> {
    let principal = this.principals.get(request);
    if (principal === undefined) {
      principal = this.authenticate(request);
      this.principals.set(request, principal);
    }
    return principal;
  }

  /**
   * As `principalOf`, but of who shows a key or a token, also where the API is open. Whoever asks afterwards is told the same.
   * @throws PosthornError `unauthenticated` for who shows none
   */
  async bearerOf(request: IncomingMessage): Promise<Principal> {
    const principal = await this.principalOf(request);
    if (principal.actor.kind !== 'open') return principal;
    const bearer = await this.authenticateBearer(request);
    this.principals.set(request, bearer);
    return bearer;
  }

  /**
   * Whether a request that is answered for long would be served still: its key may have been revoked since, or have lost a
   * scope, or its token's time may be over.
   */
  async isStillServed(request: IncomingMessage): Promise<boolean> {
    const { tenantId, scopes, actor } = await this.principalOf(request);
    if (actor.kind === 'open') return true;
    try {
      const now = await this.authenticateBearer(request);
      return now.tenantId === tenantId && scopes.every((scope) => now.scopes.includes(scope));
    } catch (error) {
      if (error instanceof PosthornError && error.code === 'unauthenticated') return false;
      throw error;
    }
  }
}

function refuse(): never {
  throw new PosthornError('unauthenticated');
}
