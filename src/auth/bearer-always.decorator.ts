import { SetMetadata } from '@nestjs/common';

export const BEARER_ALWAYS = 'posthorn:bearer-always';

/** The route asks for a key or a token, also where the API is open without any. */
export const BearerAlways = () => SetMetadata(BEARER_ALWAYS, true);
