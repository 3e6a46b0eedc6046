import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { learnServerTime } from "../clock";
import { Announcements } from "./announce";
import { Deadline } from "./Deadline";
import { readDeadline } from "./deadline-rules";

const NBSP = "\u00a0";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = Date.parse("2026-11-24T10:42:00+01:00");
const at = (ms: number) => new Date(now + ms).toISOString();

function answer(leftMs: number, wholeMs?: number) {
  const startedAt = wholeMs === undefined ? null : at(leftMs - wholeMs);
  return readDeadline({ kind: "answer", dueAt: at(leftMs), startedAt }, now);
}

describe("what a deadline says", () => {
  it("is quiet and has no bar at a day or more, even near its end", () => {
    expect(answer(24 * HOUR, 168 * HOUR)).toEqual({
      level: "none",
      text: `encore 1${NBSP}j`,
      share: null,
    });
  });

  it("has a bar below a day, with the share still left", () => {
    expect(answer(12 * HOUR, 24 * HOUR)).toEqual({
      level: "calm",
      text: `encore 12${NBSP}h`,
      share: 0.5,
    });
  });

  it("is soon under a quarter of the delay, or under ten minutes whatever the delay", () => {
    expect(answer(60 * MINUTE, 240 * MINUTE).level).toBe("calm");
    expect(answer(59 * MINUTE, 240 * MINUTE).level).toBe("soon");
    expect(answer(10 * MINUTE, 15 * MINUTE).level).toBe("calm");
    expect(answer(9 * MINUTE, 15 * MINUTE).level).toBe("soon");
    expect(answer(9 * MINUTE).level).toBe("soon");
    expect(answer(11 * MINUTE).level).toBe("calm");
  });

  it("is late from the instant itself, with a full bar, and never late of zero", () => {
    expect(answer(0, HOUR)).toEqual({ level: "late", text: `retard 1${NBSP}min`, share: 1 });
    expect(answer(-11 * MINUTE, HOUR).text).toBe(`retard 11${NBSP}min`);
  });

  it("stands still while the request is paused, even past its hour", () => {
    const facts = { kind: "answer", dueAt: at(-HOUR), pausedAt: at(-HOUR - 41 * MINUTE) } as const;
    expect(readDeadline(facts, now)).toEqual({
      level: "frozen",
      text: `En pause, restait 41${NBSP}min`,
      share: null,
    });
  });

  it("gives the hour of an arrival, and counts seconds for a slot that is kept", () => {
    expect(readDeadline({ kind: "arrival", dueAt: at(28 * MINUTE) }, now).text).toBe("vers 11:10");
    const hold = { kind: "hold", dueAt: at(4 * MINUTE + 40_000) } as const;
    expect(readDeadline(hold, now)).toMatchObject({
      level: "calm",
      text: `gardé 4${NBSP}min${NBSP}40`,
    });
    expect(readDeadline({ kind: "hold", dueAt: at(-1) }, now).text).toBe("n’est plus gardé");
  });
});

describe("the clock on screen", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now });
    learnServerTime(new Date(now).toUTCString());
  });
  afterEach(() => vi.useRealTimers());

  it("is a silent timer that names its subject and its hour", () => {
    render(
      <Deadline kind="answer" about="ORL" dueAt={at(12 * MINUTE)} startedAt={at(-48 * MINUTE)} />,
    );
    const timer = screen.getByRole("timer");
    expect(timer).toHaveAttribute("aria-live", "off");
    expect(timer).toHaveAccessibleName(`ORL, encore 12${NBSP}min, avant 10:54`);
  });

  it("goes on by itself, and says once when it turns soon and once when late", () => {
    render(
      <>
        <Deadline kind="answer" about="ORL" dueAt={at(11 * MINUTE)} />
        <Announcements />
      </>,
    );
    expect(screen.getByRole("status")).toBeEmptyDOMElement();
    act(() => vi.advanceTimersByTime(MINUTE + 15_000));
    expect(screen.getByRole("timer")).toHaveTextContent("encore 9 min");
    expect(screen.getByRole("status")).toHaveTextContent("ORL, encore 9");
    act(() => vi.advanceTimersByTime(5 * MINUTE));
    expect(screen.getByRole("status")).toHaveTextContent("ORL, encore 9");
    act(() => vi.advanceTimersByTime(5 * MINUTE));
    expect(screen.getByRole("status")).toHaveTextContent("ORL, retard 1");
  });

  it("follows the server's clock when the device is wrong", () => {
    render(<Deadline kind="answer" dueAt={at(30 * MINUTE)} />);
    act(() => learnServerTime(new Date(now + 10 * MINUTE).toUTCString()));
    expect(screen.getByRole("timer")).toHaveTextContent("encore 20 min");
  });
});
