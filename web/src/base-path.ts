/** Where the console's pages stand, as the browser sees it: `/console/`, or `/prefix/console/` behind a proxy. */
const consoleUrl = new URL(document.baseURI);

/** For the router: without the slash at its end. */
export const consolePath = consoleUrl.pathname.replace(/\/$/, '');

const rootUrl = new URL('../', consoleUrl);

/** For the API: what is in front of `/console/` and `/api/`, with a slash at both ends. */
export const basePath = rootUrl.pathname;

/** The address of something that Posthorn serves, such as `/api/stream`. */
export function serverUrl(path: `/${string}`): string {
  return rootUrl.href + path.slice(1);
}
