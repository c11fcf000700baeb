interface SkeletonProps {
  /** How many lines stand for what comes. */
  readonly lines?: number;
  readonly label?: string;
}

/** In the place of what is being asked for. */
export function Skeleton({ lines = 3, label = 'Loading' }: SkeletonProps) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton-line" />
      ))}
    </div>
  );
}
