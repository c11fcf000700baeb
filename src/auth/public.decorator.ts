import { SetMetadata } from '@nestjs/common';

export const PUBLIC_ROUTE = 'posthorn:public';

/** Answers anyone, on any Host and for no tenant: health checks come by address and without a key. */
export const Public = () => SetMetadata(PUBLIC_ROUTE, true);
