import { renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Case } from "../../api";
import { movesBetween, type Place, useSettled } from "./settled";

const now = Date.parse("2026-11-24T10:42:00+01:00");

function place(id: string, group: Place["group"] = "hour"): Place {
  return { id, group };
}

/** A row with what the order of the board depends on. */
function row(id: string, minutes: number, version = 1): Case {
  const clock = {
    kind: "answer",
    started_at: new Date(now).toISOString(),
    due_at: new Date(now + minutes * 60_000).toISOString(),
    paused_at: null,
  };
  return { id, version, waits_for: "professional", clock } as Case;
}

describe("rows that move", () => {
  it("are counted when they come, go, change group or pass another", () => {
    expect(movesBetween([place("a"), place("b")], [place("a"), place("b")])).toBe(0);
    expect(movesBetween([place("a")], [place("a"), place("b")])).toBe(1);
    expect(movesBetween([place("a"), place("b")], [place("b")])).toBe(1);
    expect(movesBetween([place("a")], [place("a", "yours")])).toBe(1);
    expect(movesBetween([place("a"), place("b")], [place("b"), place("a")])).toBe(1);
    const five = ["a", "b", "c", "d", "e"].map((id) => place(id));
    const first = [place("e"), ...five.slice(0, 4)];
    expect(movesBetween(five, first)).toBe(1);
  });
});

describe("the board while it is read", () => {
  it("keeps its order under the pointer, with the newest content, until it is left", () => {
    const before = [row("a", 10), row("b", 20)];
    const after = [row("c", 5), row("b", 8, 2), row("a", 10)];
    const { result, rerender } = renderHook(
      ({ rows, free }) => useSettled(rows, "all", free, now),
      { initialProps: { rows: before, free: true } },
    );
    rerender({ rows: before, free: false });
    rerender({ rows: after, free: false });
    expect(result.current.rows.map((it) => it.row.id)).toEqual(["a", "b"]);
    expect(result.current.rows[1]?.row.version).toBe(2);
    expect(result.current.moved).toBeGreaterThan(0);
    rerender({ rows: after, free: true });
    expect(result.current.rows.map((it) => it.row.id)).toEqual(["c", "b", "a"]);
    expect(result.current.moved).toBe(0);
  });

  it("takes at once the order of another list", () => {
    const { result, rerender } = renderHook(({ rows, key }) => useSettled(rows, key, false, now), {
      initialProps: { rows: [row("a", 10)], key: "all" },
    });
    rerender({ rows: [row("z", 10)], key: "Plateau" });
    expect(result.current.rows.map((it) => it.row.id)).toEqual(["z"]);
  });
});
