import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only `prisma migrate deploy` reads it; Posthorn's own processes take their settings from src/config.
  ...(process.env.POSTHORN_MIGRATE_URL === undefined
    ? {}
    : { datasource: { url: process.env.POSTHORN_MIGRATE_URL } }),
});
