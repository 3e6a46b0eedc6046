import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import classes from "./Sheet.module.css";

type SheetProps = {
  title: string;
  onClose: () => void;
  children: ReactNode;
};

/**
 * A sheet from the bottom of a phone, a small window on a desk. Mount it to open it.
 * The browser's own `dialog` keeps the focus in, closes on Escape and gives the focus back.
 */
export function Sheet({ title, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click closes from outside the sheet; the keyboard has Escape.
    <dialog
      ref={dialog}
      className={classes.root}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        // The second half of a double click that opened the sheet falls beside it.
        if (event.target === dialog.current && event.detail < 2) onClose();
      }}
    >
      <div className={classes.body}>
        <h2 id={titleId} className={classes.title}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
