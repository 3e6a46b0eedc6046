import classes from "./Avatar.module.css";

const TITLES = new Set(["dr", "pr", "m.", "m", "mme", "mlle"]);

/** First letters of the first and last names, titles left out: "Dr Camille Aubertin" is `CA`. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => !TITLES.has(word.toLowerCase()));
  const first = words[0]?.[0] ?? "";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return (first + last).toLocaleUpperCase("fr");
}

type AvatarProps = { name: string; size?: "normal" | "large"; accent?: boolean };

/** The initials of a person. Decorative: the name stands beside it. */
export function Avatar({ name, size = "normal", accent = false }: AvatarProps) {
  return (
    <span
      className={classes.root}
      data-size={size}
      data-accent={accent || undefined}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}
