import { useRevokeKey, type ApiKey } from '../../../api/keys.ts';
import { Confirm } from '../../../ui/confirm.tsx';
import { useToast } from '../../../ui/toast-context.ts';

interface RevokeKeyProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

export function RevokeKey({ apiKey: { id, name }, onClose }: RevokeKeyProps) {
  const revoke = useRevokeKey();
  const showToast = useToast();
  const confirm = (): void => {
    revoke.mutate(id, {
      onSuccess: () => {
        showToast({ text: `${name} is revoked` });
        onClose();
      },
    });
  };
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={`Revoke ${name}?`}
      action="Revoke"
      isDangerous
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={confirm}
    >
      Within a second nothing takes it any more, and whoever signed in with it is signed out. This cannot be
      taken back.
    </Confirm>
  );
}
