import { useEffect, useRef } from "react";

export type BoardKeys = {
  /** `a`, with the id of the row that has the focus, if one has. */
  onAssign: (rowId: string | null) => void;
  /** `/` */
  onSearch: () => void;
  /** `?` */
  onHelp: () => void;
  /** `Échap` */
  onClose: () => void;
};

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches("input, textarea, select") || target.closest("dialog, [popover]") !== null)
  );
}

/** The keys of the board, anywhere on the page but in a field, a sheet or a menu. */
export function useBoardKeys(keys: BoardKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (typing(event.target) || document.querySelector("dialog[open]")) return;
      const act: Record<string, () => void> = {
        a: () => latest.current.onAssign(focusedRow()),
        r: () => document.querySelector<HTMLElement>("[data-refresh]")?.click(),
        "/": () => latest.current.onSearch(),
        "?": () => latest.current.onHelp(),
        Escape: () => latest.current.onClose(),
      };
      const found = act[event.key];
      if (!found) return;
      event.preventDefault();
      found();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function focusedRow(): string | null {
  return document.activeElement?.closest("tr")?.dataset.row ?? null;
}
