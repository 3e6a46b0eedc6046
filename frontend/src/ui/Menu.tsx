import { IconCheck } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import classes from "./Menu.module.css";

export type MenuItem = {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  /** One of a choice, rather than an act. */
  checked?: boolean;
  onSelect: () => void;
};

type MenuProps = {
  /** What the button says, or its accessible name when it is an icon alone. */
  label: string;
  /** What the button shows, when it is not its words. */
  trigger?: ReactNode;
  /** `icon`: three dots. `chip`: a filter. `button`: like the buttons beside it. `plain`: as given, words included. */
  look: "icon" | "chip" | "button" | "plain";
  /** A filter that is on. */
  on?: boolean;
  items: MenuItem[];
};

const GAP = 4;

/** A button and its short list of acts or choices, above everything; arrows move, Escape closes. */
export function Menu({ label, trigger, look, on = false, items }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  function place() {
    const menu = list.current;
    const from = button.current?.getBoundingClientRect();
    if (!menu || !from) return;
    const { offsetHeight: height, offsetWidth: width } = menu;
    const below = from.bottom + GAP + height <= window.innerHeight || from.top < height;
    const left = look === "chip" ? from.left : from.right - width;
    menu.style.top = `${below ? from.bottom + GAP : from.top - GAP - height}px`;
    menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
  }

  function move(event: KeyboardEvent) {
    const choices = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = choices.indexOf(document.activeElement as HTMLButtonElement);
    const to: Record<string, number> = {
      ArrowDown: (at + 1) % choices.length,
      ArrowUp: (at - 1 + choices.length) % choices.length,
      Home: 0,
      End: choices.length - 1,
    };
    const next = to[event.key];
    if (event.key === "Tab") list.current?.hidePopover();
    if (event.key === "Escape") event.stopPropagation();
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choices[next]?.focus();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.trigger}
        data-look={look}
        data-on={on || undefined}
        aria-label={trigger && look !== "plain" ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
      >
        {trigger ?? label}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className={classes.list}
        onKeyDown={move}
        onToggle={(event) => {
          const shown = event.newState === "open";
          setOpen(shown);
          if (!shown) return;
          place();
          list.current?.querySelector("button")?.focus();
        }}
      >
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={classes.item}
            onClick={() => {
              list.current?.hidePopover();
              item.onSelect();
            }}
          >
            {item.icon}
            <span>{item.label}</span>
            {item.checked && (
              <>
                <span className="visually-hidden">choisi</span>
                <IconCheck size={16} stroke={2} aria-hidden="true" />
              </>
            )}
          </button>
        ))}
      </div>
    </>
  );
}
