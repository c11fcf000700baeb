import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Made by `npm run build`; the same from src/console and from dist/console. */
const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url));

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** As the build compressed it; those that a browser takes, best first. */
export const ENCODINGS = ['br', 'gzip'] as const;
export type Encoding = (typeof ENCODINGS)[number];
const ENDINGS: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' };

export interface ConsoleAsset {
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly encoded: Readonly<Partial<Record<Encoding, Buffer>>>;
}

/** All that the console consists of, in memory: less than a megabyte, and no name of a request is ever a path. */
export interface ConsoleFiles {
  /** `index.html`, with `BASE_PLACE` where the base path belongs. */
  readonly page: string;
  readonly assets: ReadonlyMap<string, ConsoleAsset>;
}

/** @throws where the console has not been built */
export async function readConsoleFiles(folder: string = BUILT): Promise<ConsoleFiles> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const names = await readdir(join(folder, 'assets'));
  const contents = new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, 'assets', name))] as const),
    ),
  );
  const assets = new Map<string, ConsoleAsset>();
  for (const [name, bytes] of contents) {
    const mediaType = MEDIA_TYPES[name.slice(name.lastIndexOf('.') + 1)];
    if (mediaType === undefined) continue;
    const encoded = Object.fromEntries(
      ENCODINGS.map((encoding) => [encoding, contents.get(name + ENDINGS[encoding])]).filter(
        ([, compressed]) => compressed !== undefined,
      ),
    ) as ConsoleAsset['encoded'];
    assets.set(name, { mediaType, bytes, encoded });
  }
  return { page, assets };
}
