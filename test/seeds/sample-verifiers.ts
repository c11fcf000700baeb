import { createHmac, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { codeBlocksOf } from '../support/code-blocks.ts';

const require = createRequire(import.meta.url);

/** The code blocks of a document that hold all of the words, as they are printed. */
function printed(document: string, ...words: readonly string[]): string {
  const text = readFileSync(new URL(`documents/${document}.txt`, import.meta.url), 'utf8');
  const [block, ...others] = codeBlocksOf(text).filter(({ code }) =>
    words.every((word) => code.includes(word)),
  );
  if (block === undefined || others.length > 0)
    throw new Error(`${document} has not one block of ${words.join(', ')}.`);
  return block.code;
}

type EmpVerifier = (payload: unknown, signature: string, secret: string) => boolean;

/** The function that EMP's document prints for receivers in JavaScript. */
export function empVerifier(): EmpVerifier {
  const code = printed('emp', 'function verifyWebhookSignature(payload');
  return runInNewContext(`${code}; verifyWebhookSignature`, { require, Buffer }) as EmpVerifier;
}

interface HandlerRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** As Express's JSON parser leaves it. */
  readonly body: unknown;
}

/** The whole handler that the document of the workflow system prints. @returns the status that it answers */
export function workflowHandler(): (request: HandlerRequest) => number {
  let handle: ((request: HandlerRequest, response: object) => unknown) | undefined;
  const app = {
    post: (_path: string, handler: typeof handle) => {
      handle = handler;
    },
  };
  const code = printed('workflow', 'function verifyWebhookSignature(requestBody', "app.post('/webhook'");
  runInNewContext(code, { require, Buffer, app, console: { log: () => undefined } });
  return (request) => {
    let answered = 0;
    const response = {
      status: (status: number) => {
        answered = status;
        return { send: () => undefined };
      },
    };
    handle?.(request, response);
    return answered;
  };
}

/** Its secret, which is written into the handler. */
export const WORKFLOW_SECRET = 'your-webhook-secret';

interface Signed {
  readonly signature: string;
  readonly timestamp: number;
}

/**
 * What the optimizer's document prints of signing and verifying, over its service as the document describes it:
 * HMAC-SHA256 over the time in milliseconds and the payload as JSON.
 * @returns what the document's `generateSignature` gives at that time, and whether its `verifySignature` takes `signature`
 */
export function runOptimizerSample(
  payload: unknown,
  secret: string,
  received: Signed,
): { readonly generated: string; readonly isValid: boolean } {
  const sign = (value: unknown, key: string, timestamp: number): string =>
    createHmac('sha256', key)
      .update(`${timestamp}.${JSON.stringify(value)}`)
      .digest('hex');
  const generated = sign(payload, secret, received.timestamp);
  const webhookSignatureService = {
    generateSignature: (): Signed => received,
    verifySignature: (
      ...[value, signature, key, timestamp, toleranceMs]: [unknown, string, string, number, number]
    ) =>
      Math.abs(Date.now() - timestamp) <= toleranceMs &&
      timingSafeEqual(Buffer.from(signature), Buffer.from(sign(value, key, timestamp))),
  };
  const code = printed('optimizer', 'generateSignature(payload, secret)', 'verifySignature(').replace(
    /^import .*$/m,
    '',
  );
  const isValid: unknown = runInNewContext(`${code}; isValid`, { webhookSignatureService, payload, secret });
  return { generated, isValid: isValid === true };
}

/** TaskFlow's `verify_webhook`, in Python, with what a framework's request has of it. */
export function taskflowSnippet(): string {
  return printed('taskflow', 'def verify_webhook(request)');
}
