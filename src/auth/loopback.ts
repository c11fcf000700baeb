/** `127.0.0.0/8` in full dotted form, as browsers write it. */
const LOOPBACK_V4 = /^127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;
const HOST_AND_PORT = /^([^:[\]]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/;

/** Whether a Host header names this machine itself: `localhost`, `127.0.0.0/8` or `[::1]`, on any port. */
export function isLoopbackHost(host: string): boolean {
  const name = HOST_AND_PORT.exec(host.toLowerCase())?.[1];
  return name === 'localhost' || name === '[::1]' || (name !== undefined && LOOPBACK_V4.test(name));
}

/** Whether an Origin header (RFC 6454 section 7) names the very host and port that the request went to. */
export function isSameOrigin(origin: string, host: string): boolean {
  const [scheme, authority] = origin.toLowerCase().split('://', 2);
  return (scheme === 'http' || scheme === 'https') && authority === host.toLowerCase();
}
