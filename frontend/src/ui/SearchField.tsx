import { IconSearch } from "@tabler/icons-react";
import { type RefObject, useEffect, useState } from "react";
import classes from "./SearchField.module.css";

type SearchFieldProps = {
  /** What can be looked for, for screen readers. */
  label: string;
  placeholder: string;
  q: string;
  onSearch: (q: string) => void;
  /** Where the key `/` leads, which is then shown. */
  field?: RefObject<HTMLInputElement | null>;
};

const PAUSE_MS = 300;

/** A search that goes by itself once nothing is typed for a moment. */
export function SearchField({ label, placeholder, q, onSearch, field }: SearchFieldProps) {
  const [words, setWords] = useState(q);
  useEffect(() => {
    if (words === q) return;
    const timer = setTimeout(() => onSearch(words.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words, q, onSearch]);
  return (
    <label className={classes.root}>
      <IconSearch size={18} stroke={1.75} aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
      <input
        ref={field}
        type="search"
        value={words}
        maxLength={60}
        placeholder={placeholder}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {field && <kbd>/</kbd>}
    </label>
  );
}
