import axios, { type AxiosInstance } from 'axios';

/** The API of one process over real HTTP; every status is an answer, none throws. */
export function createApiClient(baseUrl: string): AxiosInstance {
  return axios.create({ baseURL: baseUrl, proxy: false, validateStatus: () => true });
}

/** Publishes `count` events in batches. @returns their ids */
export async function publishMany(api: AxiosInstance, type: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < count; start += 500) {
    const size = Math.min(500, count - start);
    const events = Array.from({ length: size }, (_, index) => ({ type, data: { number: start + index } }));
    const answer = await api.post<{ data: { id: string }[] }>('/api/events/batch', { events });
    if (answer.status !== 202)
      throw new Error(`The batch was answered ${answer.status}: ${JSON.stringify(answer.data)}`);
    ids.push(...answer.data.data.map((event) => event.id));
  }
  return ids;
}
