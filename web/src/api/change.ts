import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';

/**
 * A request that changes something: what was read of it is asked for again before it counts as done.
 * @param read the beginning of the keys of that: a resource, or its list alone where the thing itself is gone
 */
export function useChange<Input, Output>(
  read: readonly string[],
  change: (input: Input) => Promise<Output>,
): UseMutationResult<Output, Error, Input> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: read });
    },
  });
}
