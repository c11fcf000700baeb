import type { TestApp } from './test-app.ts';

export interface PageBody {
  data: { id: string; status?: string }[];
  has_more: boolean;
  next_cursor: string | null;
  prev_cursor: string | null;
  total?: number;
}

const PAGES_MAX = 1_000;

/** All pages of a list, followed by its Link headers, as a client that knows nothing of cursors would. */
export async function walkPages(
  app: Pick<TestApp, 'get'>,
  path: string,
  onPage: (page: PageBody) => Promise<void> = async () => Promise.resolve(),
): Promise<PageBody[]> {
  const pages: PageBody[] = [];
  for (let next: string | undefined = path; next !== undefined && pages.length < PAGES_MAX;) {
    const answer = await app.get(next);
    if (answer.status !== 200) throw new Error(`${next} answered ${answer.status}: ${answer.text}`);
    const page = answer.body as PageBody;
    pages.push(page);
    await onPage(page);
    const link: string | undefined = answer.headers.link;
    next = /<([^>]+)>; rel="next"/.exec(link ?? '')?.[1];
  }
  return pages;
}
