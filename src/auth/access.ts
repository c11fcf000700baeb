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
}

function refuse(): never {
  throw new PosthornError('unauthenticated');
}
