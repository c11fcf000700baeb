import type { AccessStart } from '../auth/api-keys/first-key.ts';
import type { Settings } from '../config/settings.ts';

export interface WelcomeFacts {
  readonly settings: Settings;
  readonly access: AccessStart;
  /** Of the link to the console; null where there is none. */
  readonly linkToken: string | null;
  /** The one that is really listened on. */
  readonly port: number;
  /** Those that have a port of their own. */
  readonly dialects: readonly { readonly name: string; readonly port: number }[];
  /** With its password; null for a server of one's own. */
  readonly embeddedUrl: string | null;
}

/** What a start prints last: where things are, and what to type next. Works as pasted. */
export function welcomeText({
  settings,
  access,
  linkToken,
  port,
  dialects,
  embeddedUrl,
}: WelcomeFacts): string {
  const host = `http://${urlHost(settings.http.host)}`;
  const base = `${host}:${port}`;
  const lines = ['', `Posthorn is running (${settings.role}).`, `  Health    ${base}/health`];
  if (settings.role !== 'worker') lines.push(`  API       ${base}/api`);
  if (isConsoleServed(settings)) lines.push(`  Console   ${consoleUrl(base, linkToken)}`);
  for (const dialect of dialects) lines.push(`  ${dialect.name.padEnd(8)}  ${host}:${dialect.port}`);
  if (embeddedUrl !== null) lines.push(`  Postgres  ${embeddedUrl}`);
  if (access.firstKey !== null) lines.push('', ...firstKeyLines(access.firstKey));
  if (settings.role !== 'worker') lines.push('', ...firstSteps(base, access));
  lines.push('');
  return lines.join('\n');
}

function isConsoleServed({ role, http }: Settings): boolean {
  return role !== 'worker' && http.hasConsole;
}

/** What stands behind `#` is sent nowhere: no server's log and no proxy's will hold it. */
function consoleUrl(base: string, linkToken: string | null): string {
  if (linkToken === null) return `${base}/console/`;
  return `${base}/console/sign-in#link=${linkToken} (signs one person in, within 15 minutes)`;
}

function firstKeyLines(key: string): string[] {
  return [
    'Requests need a key. The first one, for every tenant and everything, is shown this once:',
    `  export POSTHORN_KEY=${key}`,
  ];
}

function firstSteps(base: string, { mode, firstKey }: AccessStart): string[] {
  const name = firstKey === null ? 'POSTHORN_ADMIN_KEY' : 'POSTHORN_KEY';
  const key = mode === 'required' ? ` -H "Authorization: Bearer $${name}"` : '';
  const post = `curl -s${key} -H 'Content-Type: application/json'`;
  return [
    'A receiver to watch, in a terminal of its own:',
    `  node -e 'require("http").createServer((q,s)=>{q.pipe(process.stdout);s.end()}).listen(9000)'`,
    'A first delivery:',
    `  ${post} ${base}/api/webhooks -d '{"url":"http://127.0.0.1:9000/"}'`,
    `  ${post} -H 'Prefer: wait=5' ${base}/api/events -d '{"type":"order.paid","data":{"id":1}}'`,
  ];
}

/** An address that listens everywhere is reached as loopback; IPv6 literals stand in brackets. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
