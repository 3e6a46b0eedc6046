import classes from "./Brand.module.css";

/** The mark alone: an m drawn with one thread. */
export function Mark({ size = 34 }: { size?: number }) {
  return (
    <svg
      viewBox="1.5 5 21 18"
      width={size}
      height={size}
      fill="none"
      strokeWidth="3.1"
      strokeLinecap="round"
      aria-hidden="true"
      className={classes.mark}
    >
      <path d="M12 12.2a4.4 4.4 0 0 1 8.8 0v8.3" stroke="var(--mg-logo-2)" />
      <path d="M3.2 20.5v-8.3a4.4 4.4 0 0 1 8.8 0v4.9" stroke="var(--mg-accent)" />
    </svg>
  );
}

/** The mark, the name, and the community one is in. */
export function Brand({ community, large = false }: { community?: string; large?: boolean }) {
  return (
    <div className={classes.root}>
      <Mark size={large ? 34 : 30} />
      <div>
        <span className={classes.name} data-large={large || undefined}>
          Maillage
        </span>
        {community && <span className={classes.community}>{community}</span>}
      </div>
    </div>
  );
}
