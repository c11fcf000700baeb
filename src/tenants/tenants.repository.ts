import type { PrismaClient } from '../database/generated/client.ts';
import type { Uuid } from '../domain/ids.ts';

export class TenantsRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async hasId(id: Uuid): Promise<boolean> {
    return (await this.prisma.tenant.count({ where: { id } })) > 0;
  }

  async findIdByUid(uid: string): Promise<Uuid | null> {
    const tenant = await this.prisma.tenant.findUnique({ where: { uid }, select: { id: true } });
    return tenant?.id ?? null;
  }
}
