import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';

/** A request that changes a resource: what was read of it is asked for again before it counts as done. */
export function useChange<Input, Output>(
  resource: string,
  change: (input: Input) => Promise<Output>,
): UseMutationResult<Output, Error, Input> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [resource] });
    },
  });
}
