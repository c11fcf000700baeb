import { generatePrismaClient } from './prisma-client.mjs';

process.exitCode = await generatePrismaClient();
