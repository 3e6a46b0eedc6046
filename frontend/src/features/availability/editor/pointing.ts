import { pxOf } from "../../../ui/week-scale";
import {
  type Bounds,
  dragged,
  drawn,
  FINE_STEP,
  type Grip,
  STEP,
  type Stretch,
  same,
  USUAL_LENGTH,
} from "./geometry";

/** What the pointer needs of those who change the grid; asked anew at each event. `T`: what can be held. */
export type Pointed<T> = {
  thingOf: (blockId: string) => T | null;
  stretchOf: (thing: T) => Stretch;
  bounds: (thing: T | null, column: number) => Bounds;
  /** What lies on the grid, put down and not kept yet; null when nothing does. */
  waiting: { thing: T | null; at: Stretch } | null;
  /** A change may begin: none is being sent. */
  free: boolean;
  begin: (thing: T | null, at: Stretch) => void;
  change: (at: Stretch) => void;
  putDown: (at: Stretch) => void;
  cancel: () => void;
};

/** Before a mouse drags, in pixels; and how far a finger may tremble while it presses. */
const MOUSE_SLACK = 4;
const FINGER_SLACK = 10;
const LONG_PRESS_MS = 400;
/** Near the edge of what scrolls, in pixels, the grid goes on under the pointer. */
const EDGE = 36;

type Target<T> = {
  /** Null: a new opening. */
  thing: T | null;
  grip: Grip | "new";
  origin: Stretch;
  /** Of what waits on the grid already. */
  waits: boolean;
};

type Press<T> = {
  id: number;
  touch: boolean;
  x: number;
  y: number;
  target: Target<T>;
  minute: number;
  held: boolean;
  moved: boolean;
  at: Stretch;
};

/**
 * Mouse, pen and finger on the grid of a week: a mouse drags at once, a finger after a long press, so that
 * it can still scroll.
 *
 * @returns what stops listening
 */
export function point<T>(root: HTMLElement, pointed: () => Pointed<T>): () => void {
  let press: Press<T> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let swallowClick = false;

  function columns(): HTMLElement[] {
    return [...root.querySelectorAll<HTMLElement>("[data-column]")];
  }
  function minuteAt(y: number): number {
    const top = columns()[0]?.getBoundingClientRect().top ?? 0;
    return pointed().bounds(null, 0).from + (y - top) / pxOf(1);
  }
  function columnAt(x: number): number {
    const over = columns().findIndex((column) => {
      const { left, right } = column.getBoundingClientRect();
      return x >= left && x < right;
    });
    return over;
  }

  function targetOf(event: PointerEvent | MouseEvent): Target<T> | null {
    const node = event.target instanceof Element ? event.target : null;
    const column = Number(node?.closest<HTMLElement>("[data-column]")?.dataset.column ?? -1);
    if (!node || column < 0 || !pointed().free) return null;
    const grip = (node.closest<HTMLElement>("[data-edge]")?.dataset.edge ?? "body") as Grip;
    const { waiting, thingOf, stretchOf } = pointed();
    if (waiting && node.closest("[data-draft]"))
      return { thing: waiting.thing, grip, origin: waiting.at, waits: true };
    const block = node.closest<HTMLElement>("[data-block]")?.dataset.block;
    if (block) {
      const thing = thingOf(block);
      return thing && { thing, grip, origin: stretchOf(thing), waits: false };
    }
    if (node.closest("[data-look]") || (node.closest("button") && !node.closest("[data-cell]")))
      return null;
    const origin = { column, from: 0, to: 0 };
    return { thing: null, grip: "new", origin, waits: false };
  }

  function placeOf({ target, x, minute, touch, moved }: Press<T>, event: PointerEvent): Stretch {
    const { grip, origin, thing } = target;
    const bounds = pointed().bounds(thing, origin.column);
    const step = event.altKey ? FINE_STEP : STEP;
    if (grip === "new") {
      const to = touch && !moved ? minute + USUAL_LENGTH : minuteAt(event.clientY);
      return drawn(origin.column, minute, to, step, bounds);
    }
    const over = columnAt(event.clientX);
    const began = columnAt(x);
    const by = {
      minutes: moved ? minuteAt(event.clientY) - minute : 0,
      columns: over < 0 || began < 0 ? 0 : over - began,
    };
    return dragged(origin, grip, by, step, bounds);
  }

  function lift(event: PointerEvent) {
    if (!press) return;
    press.held = true;
    press.at = placeOf(press, event);
    root.dataset.dragging = press.target.grip;
    if (press.touch) navigator.vibrate?.(12);
    if (press.target.waits) pointed().change(press.at);
    else pointed().begin(press.target.thing, press.at);
  }
  function forget() {
    clearTimeout(timer);
    press = null;
    delete root.dataset.dragging;
    window.removeEventListener("pointermove", onMove);
    window.removeEventListener("pointerup", onUp);
    window.removeEventListener("pointercancel", onCancel);
    window.removeEventListener("keydown", onKey, true);
  }

  function onDown(event: PointerEvent) {
    swallowClick = false;
    if (press || event.button !== 0 || !event.isPrimary) return;
    const target = targetOf(event);
    if (pointed().waiting && !target?.waits && target) pointed().cancel();
    if (!target) return;
    const { clientX: x, clientY: y, pointerId: id } = event;
    const touch = event.pointerType === "touch";
    const minute = minuteAt(y);
    press = { id, touch, x, y, target, minute, held: false, moved: false, at: target.origin };
    if (touch && !target.waits) timer = setTimeout(() => lift(event), LONG_PRESS_MS);
    else if (touch) lift(event);
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", onCancel);
    window.addEventListener("keydown", onKey, true);
  }
  function onMove(event: PointerEvent) {
    if (press?.id !== event.pointerId) return;
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y);
    if (!press.held && press.touch) {
      if (far > FINGER_SLACK) forget();
      return;
    }
    if (!press.moved && far < (press.touch ? FINGER_SLACK : MOUSE_SLACK)) return;
    press.moved = true;
    if (!press.held) lift(event);
    press.at = placeOf(press, event);
    pointed().change(press.at);
    goOnUnder(event.clientY);
  }
  function onUp(event: PointerEvent) {
    if (press?.id !== event.pointerId) return;
    const { held, at, touch, target } = press;
    forget();
    if (!held) return;
    swallowClick = true;
    // A finger that only pressed is given handles; a mouse that came back changed nothing.
    if (!touch && !target.waits && same(at, target.origin)) pointed().cancel();
    else pointed().putDown(at);
  }
  function onCancel(event: PointerEvent) {
    if (press?.id !== event.pointerId) return;
    const { held } = press;
    forget();
    if (held) pointed().cancel();
  }
  function onKey(event: KeyboardEvent) {
    if (event.key !== "Escape" || !press?.held) return;
    event.preventDefault();
    event.stopPropagation();
    swallowClick = true;
    forget();
    pointed().cancel();
  }
  function goOnUnder(y: number) {
    const box = scrolling(root);
    const { top, bottom } = box.getBoundingClientRect();
    const high = Math.max(top, 0);
    const low = Math.min(bottom, window.innerHeight);
    const by = y < high + EDGE ? -EDGE / 3 : y > low - EDGE ? EDGE / 3 : 0;
    if (by === 0) return;
    box.scrollBy(0, by);
  }

  function onDoubleClick(event: MouseEvent) {
    const target = targetOf(event);
    if (target?.grip !== "new") return;
    const minute = minuteAt(event.clientY);
    const bounds = pointed().bounds(null, target.origin.column);
    const at = drawn(target.origin.column, minute, minute + USUAL_LENGTH, STEP, bounds);
    pointed().begin(null, at);
    pointed().putDown(at);
  }
  /** The end of a drag is no click on what lies there. */
  function onClick(event: MouseEvent) {
    if (!swallowClick) return;
    swallowClick = false;
    event.preventDefault();
    event.stopPropagation();
  }
  /** What is held does not scroll, nor opens the menu of the phone. */
  function onTouchMove(event: TouchEvent) {
    if (press?.held && event.cancelable) event.preventDefault();
  }
  function onMenu(event: Event) {
    if (press?.touch) event.preventDefault();
  }

  root.addEventListener("pointerdown", onDown);
  root.addEventListener("dblclick", onDoubleClick);
  root.addEventListener("click", onClick, true);
  root.addEventListener("touchmove", onTouchMove, { passive: false });
  root.addEventListener("contextmenu", onMenu);
  return () => {
    forget();
    root.removeEventListener("pointerdown", onDown);
    root.removeEventListener("dblclick", onDoubleClick);
    root.removeEventListener("click", onClick, true);
    root.removeEventListener("touchmove", onTouchMove);
    root.removeEventListener("contextmenu", onMenu);
  };
}

/** What scrolls under the grid: a box around it, else the page. */
function scrolling(root: HTMLElement): Element {
  for (let at = root.parentElement; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    if (overflowY === "auto" && at.scrollHeight > at.clientHeight) return at;
  }
  return document.scrollingElement ?? document.documentElement;
}
