import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { inboxRequestsQuery } from '../../api/inboxes.ts';
import { writeRequest } from './raw-request.ts';

export interface KeptRequest {
  /** Empty where none was meant, or it is gone. */
  readonly text: string;
  readonly isLoading: boolean;
  readonly error: Error | null;
}

/** The request of an inbox that the address names. */
export function useKeptRequest(): KeptRequest {
  const { inbox = '', request: requestId } = useSearch({ from: '/frame/signatures' });
  const isMeant = inbox !== '' && requestId !== undefined;
  const { data, isLoading, error } = useQuery({
    ...inboxRequestsQuery(inbox),
    enabled: isMeant,
    refetchInterval: false,
  });
  const request = data?.data.find(({ id }) => id === requestId);
  const text = request?.body_encoding === 'utf8' ? writeRequest(request) : '';
  return { text, isLoading, error };
}
