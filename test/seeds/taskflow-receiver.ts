import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the snippets find around them in the framework that they are written for, on Python's own server. */
const driverOf = (verify: string, handle: string): string => `
import asyncio, json, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

secret_token = os.environ["SECRET_TOKEN"]

${verify}

verify_signature = verify_webhook

class Request:
    def __init__(self, headers, body):
        self.headers = headers
        self.body = body

    async def json(self):
        return json.loads(self.body)

class App:
    handlers = {}

    def post(self, path):
        def keep(handler):
            self.handlers[path] = handler
            return handler
        return keep

app = App()

def process_completed_job(payload):
    print(json.dumps({"processed": sorted(payload)}), flush=True)

${handle}

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        result = asyncio.run(app.handlers[self.path](Request(self.headers, body)))
        answer, status = result if isinstance(result, tuple) else (result, 200)
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(json.dumps({"port": server.server_port}), flush=True)
server.serve_forever()
`;

/** The receiver that TaskFlow's document prints, listening. */
export interface PythonReceiver {
  readonly url: string;
  /** Lines that it has printed, one for each job that it has processed. */
  readonly processed: string[];
  close(): Promise<void>;
}

export async function startPythonReceiver(
  snippets: { readonly verify: string; readonly handle: string },
  secret: string,
): Promise<PythonReceiver> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-taskflow-'));
  const program = join(folder, 'receiver.py');
  await writeFile(program, driverOf(snippets.verify, snippets.handle));
  const child = spawn('python3', [program], {
    env: { ...process.env, SECRET_TOKEN: secret, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const processed: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    let rest = '';
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The receiver ended with ${String(code)}.`));
    });
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const told = JSON.parse(line) as { readonly port?: number };
        if (told.port === undefined) processed.push(line);
        else resolve(told.port);
      }
    });
  });
  return {
    url: `http://127.0.0.1:${port}/taskflow-webhook`,
    processed,
    close: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}
