import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StopStep } from "./StopStep";

/** What reached the server: the bodies of the requests filed. */
let filed: unknown[];

beforeEach(() => {
  filed = [];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (request: Request) => {
    filed.push(await request.json());
    return new Response(JSON.stringify({ created_at: "2026-11-24T10:27:00+01:00" }), {
      status: 201,
      headers: { "Content-Type": "application/json" },
    });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the stop screen", () => {
  it("records after eight seconds that the request ended on the 15, once", async () => {
    render(<StopStep sign="breathing_difficulty" onBack={() => undefined} />);
    await vi.advanceTimersByTimeAsync(7_900);
    expect(filed).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    fireEvent(window, new Event("pagehide"));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(filed).toEqual([{ red_flags: ["breathing_difficulty"] }]);
    expect(screen.getByText(/orientée vers le 15 » à 10:27/)).toBeInTheDocument();
  });

  it("records at once when a call is tapped", async () => {
    render(<StopStep sign="chest_pain" onBack={() => undefined} />);
    fireEvent.click(screen.getByRole("link", { name: /Appeler le 15/ }));
    await vi.advanceTimersByTimeAsync(0);
    expect(filed).toHaveLength(1);
  });

  it("records nothing when it was ticked by mistake", async () => {
    const onBack = vi.fn();
    render(<StopStep sign="chest_pain" onBack={onBack} />);
    fireEvent.click(screen.getByRole("button", { name: "Coché par erreur, revenir" }));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(onBack).toHaveBeenCalledOnce();
    expect(filed).toEqual([]);
  });
});
