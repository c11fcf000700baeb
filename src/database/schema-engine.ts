import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { readPrismaSchema } from './migration-files.ts';

/** What is used of the global; TypeScript declares the whole of it only for browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(compiled: object, imports: object): Promise<{ exports: { __wbindgen_start(): void } }>;
};

/**
 * Sends a migration's script as it stands. Prisma's adapter splits it at every `;`, which breaks function bodies and
 * commits statement by statement; sent whole, Postgres runs it as one transaction.
 */
export class WholeScriptAdapter extends PrismaPg {
  /** What Postgres said against a script. The engine's own error gives no word of it. */
  scriptError: unknown;

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        this.scriptError = error;
        throw error;
      }
    };
    return adapter;
  }
}

export async function openEngine(adapter: WholeScriptAdapter): Promise<engineModule.SchemaEngine> {
  engineLoad ??= loadEngine();
  await engineLoad;
  const datamodels: [string, string][] = [['schema.prisma', await readPrismaSchema()]];
  const bound = bindMigrationAwareSqlAdapterFactory(adapter);
  return await engineModule.SchemaEngine.new({ datamodels }, () => undefined, bound);
}

/** Once a process: the engine's bindings keep one memory, and a second would be torn by what the first still holds. */
let engineLoad: Promise<void> | undefined;

/** Loads Prisma's schema engine: WebAssembly from its npm package, since its native binary is not on the registry. */
async function loadEngine(): Promise<void> {
  const binding = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const compiled = await WebAssembly.compile(await readFile(binding.replace(/\.js$/, '.wasm')));
  const instance = await WebAssembly.instantiate(compiled, { './schema_engine_bg.js': engineImports() });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** The engine leaves a timer of ten seconds behind, which must not hold up the end of a command. */
function engineImports(): object {
  const setIdleTimeout = (callback: () => void, delayMs: number): NodeJS.Timeout =>
    setTimeout(callback, delayMs).unref();
  return Object.fromEntries(
    Object.entries(engineModule).map(([name, value]): [string, unknown] => [
      name,
      name.startsWith('__wbg_setTimeout') ? setIdleTimeout : value,
    ]),
  );
}
