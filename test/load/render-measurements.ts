import { randomBytes } from 'node:crypto';
import { BUILT_IN_FORMATS, FORMAT_NAMES, type FormatName } from '../../src/wire/built-in-formats.ts';
import { compileWireFormat } from '../../src/wire/renderer.ts';
import { createSecret } from '../../src/wire/secrets.ts';
import type { RenderInput } from '../../src/wire/wire-format.ts';
import { ownCpuMs } from './cpu-times.ts';
import { single, type Measurement, type Section } from './measurement.ts';
import { scaled } from './scale.ts';

const REQUESTS = scaled(200_000, 100);
const DATA_BYTES = 1_024;

/** An order with lines, as a producer might send it. */
function makeData(): string {
  const lines = Array.from({ length: 12 }, (_, line) => ({
    line,
    sku: `SKU-${line}`,
    name: 'Zoë’s “set”',
    price: 9.9,
  }));
  const data = JSON.stringify({ order_id: 4711, request_id: 1, text: 'paid', lines });
  return `${data.slice(0, -1)},"rest":"${'x'.repeat(Math.max(0, DATA_BYTES - data.length - 10))}"}`;
}

/** Each request is of an event of its own, so that no body is rendered before. */
function inputOf(data: string, secrets: readonly string[]): RenderInput {
  return {
    event: { id: 'evt_01h455vb4pex5vsknk084sn02q', type: 'order.paid', occurredAt: 1_795_000_000_123, data },
    delivery: { id: 'dlv_01h455vb4pex5vsknk084sn02q' },
    attempt: { number: 2, startedAt: 1_795_000_000_123 },
    webhook: { id: 'wh_01h455vb4pex5vsknk084sn02q' },
    secrets,
  };
}

function measureRendering(name: FormatName): Promise<number> {
  const format = BUILT_IN_FORMATS[name];
  const render = compileWireFormat(format);
  const secrets = format.signature === null ? [] : [createSecret(format.signature, randomBytes)];
  const data = makeData();
  const run = (count: number): void => {
    for (let made = 0; made < count; made += 1) render(inputOf(data, secrets));
  };
  run(REQUESTS / 10);
  const before = ownCpuMs();
  run(REQUESTS);
  return Promise.resolve(((ownCpuMs() - before) * 1_000) / REQUESTS);
}

const measurementOf = (name: FormatName): Measurement =>
  single({ id: `render-${name}`, unit: 'µs', name: `render and sign in ${name}` }, () =>
    measureRendering(name),
  );

export const RENDERING: Section = {
  title: 'What a wire format costs',
  about: `CPU of one request rendered and signed, of an event of 1 KB that no webhook was sent before (a body that depends on the event
alone is made once an event). Meant to stay below 15 µs; canonical
formats parse and write the data anew, which is most of what they cost.`,
  measurements: FORMAT_NAMES.map(measurementOf),
};
