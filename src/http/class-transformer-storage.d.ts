/** What @Type, @Transform and their like have noted; class-transformer keeps its types elsewhere than its code. */
declare module 'class-transformer/cjs/storage.js' {
  import type { MetadataStorage } from 'class-transformer/types/MetadataStorage.js';

  const storage: { readonly defaultMetadataStorage: MetadataStorage };
  export = storage;
}
