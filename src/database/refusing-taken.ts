import { PosthornError } from '../domain/errors.ts';
import { Prisma } from './generated/client.ts';

const UNIQUE_VIOLATION = 'P2002';

/** @throws PosthornError `conflict` with the detail, where `write` gives something a name that is taken */
export async function refusingTaken<T>(detail: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION)
      throw new PosthornError('conflict', { detail, cause: error });
    throw error;
  }
}
