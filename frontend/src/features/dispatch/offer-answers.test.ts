import { act, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answer, holdBack, openAnswers, release, takeBack, useAnswers } from "./offer-answers";

const network = vi.fn<(request: Request) => Promise<Response>>();
const ACCEPT = {
  kind: "accept",
  slotId: "s".repeat(50),
  startsAt: "2026-11-25T08:20:00Z",
} as const;
const DECLINE = { kind: "decline", reason: "too_far", notBefore: null } as const;

function says(status: number, body: unknown): void {
  network.mockImplementation(async () => Response.json(body, { status }));
}
function problem(status: number, type: string): void {
  const nothing = { detail: null, errors: null, related_id: null };
  network.mockImplementation(async () =>
    Response.json(
      { type, title: "No", status, ...nothing },
      { status, headers: { "Content-Type": "application/problem+json" } },
    ),
  );
}
function noNetwork(): void {
  network.mockRejectedValue(new TypeError("Failed to fetch"));
}

let account = 0;
/** What the device keeps for the account of this test. */
const kept = () => localStorage.getItem(`maillage.answers.account-${account}`);

beforeEach(() => {
  vi.stubGlobal("fetch", network);
  network.mockReset();
  account += 1;
  openAnswers(`account-${account}`);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  localStorage.clear();
});

describe("an answer", () => {
  it("leaves with its slot and is forgotten by the device once the server has it", async () => {
    says(200, { id: "a" });
    expect(await answer("a", ACCEPT)).toEqual({ name: "done", decision: ACCEPT });
    const request = network.mock.calls[0]?.[0];
    expect(request?.url).toMatch(/\/offers\/a\/acceptance$/);
    expect(await request?.json()).toEqual({ slot_id: ACCEPT.slotId });
    expect(kept()).toBeNull();
  });

  it("that declines leaves no card behind", async () => {
    says(200, { id: "z" });
    await answer("z", DECLINE);
    const { result } = renderHook(useAnswers);
    expect(result.current.held.has("z")).toBe(true);
    expect(result.current.standing.size).toBe(0);
  });

  it("is kept without a network, then sent again with the same key and the same words", async () => {
    noNetwork();
    expect(await answer("b", ACCEPT)).toEqual({ name: "kept" });
    const { result } = renderHook(useAnswers);
    expect(result.current.standing.get("b")?.standing).toBe("kept");
    expect(kept()).toContain(ACCEPT.slotId);
    const first = network.mock.calls[0]?.[0].headers.get("Idempotency-Key");

    says(200, { id: "b" });
    act(() => {
      window.dispatchEvent(new Event("online"));
    });
    await waitFor(() => expect(result.current.standing.size).toBe(0));
    expect(first).toBeTruthy();
    expect(network.mock.calls.at(-1)?.[0].headers.get("Idempotency-Key")).toBe(first);
    expect(kept()).toBeNull();
  });

  it("keeps on the device nothing but the offer and the decision", async () => {
    noNetwork();
    await answer("c", DECLINE);
    const [stored] = JSON.parse(kept() ?? "[]");
    expect(Object.keys(stored).sort()).toEqual(["at", "decision", "key", "offerId", "standing"]);
  });

  it("leaves by itself when the page is opened again", async () => {
    noNetwork();
    await answer("d", DECLINE);
    const stored = kept() ?? "";
    takeBack("d");
    account += 1;
    localStorage.setItem(`maillage.answers.account-${account}`, stored);
    says(200, { id: "d" });
    openAnswers(`account-${account}`);
    await waitFor(() => expect(kept()).toBeNull());
    expect(network.mock.calls.at(-1)?.[0].url).toMatch(/\/offers\/d\/decline$/);
  });

  it("taken back without a network is never sent", async () => {
    noNetwork();
    await answer("e", ACCEPT);
    takeBack("e");
    expect(kept()).toBeNull();
    network.mockClear();
    window.dispatchEvent(new Event("online"));
    expect(network).not.toHaveBeenCalled();
  });

  it("that comes too late says so, and is not tried again", async () => {
    problem(409, "offer_taken");
    const outcome = await answer("f", ACCEPT);
    expect(outcome.name).toBe("refused");
    const { result } = renderHook(useAnswers);
    expect(result.current.refused.get("f")?.type).toBe("offer_taken");
    expect(kept()).toBeNull();
  });

  it.each([
    [401, "not_signed_in"],
    [500, "server_error"],
  ])("is kept when the server answers %i", async (status, type) => {
    problem(status, type);
    expect(await answer("g", DECLINE)).toEqual({ name: "kept" });
    expect(kept()).not.toBeNull();
    takeBack("g");
  });
});

describe("an offer declined a moment ago", () => {
  it("is hidden, with nothing sent and nothing kept, until it is taken back", () => {
    const { result } = renderHook(useAnswers);
    act(() => holdBack("h"));
    expect(result.current.held.has("h")).toBe(true);
    expect(network).not.toHaveBeenCalled();
    expect(kept()).toBeNull();
    act(() => release("h"));
    expect(result.current.held.has("h")).toBe(false);
  });
});
