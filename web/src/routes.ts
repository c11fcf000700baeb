import { overviewRoute } from './pages/overview/overview-route.ts';

/** Every page within the frame: each folder of `pages` exports its routes, which are listed here. */
export const pages = [overviewRoute] as const;
