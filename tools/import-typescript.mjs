/** Imported for its effect: from then on this process can `import()` the TypeScript sources, with no build before. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
