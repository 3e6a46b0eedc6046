import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DeathRequesterKind } from "../../api";
import { type DeathForm, EMPTY } from "./form";
import { StopFiling } from "./StopFiling";

const STOPPED: DeathForm = { ...EMPTY, certain: true, public_place: "no", violence: "yes" };
const QUIET_MS = 8_000;

/** What reached the server, and what it answers, in turn; the last again and again. */
let sent: { key: string | null; body: unknown }[];
let answers: (() => Response)[];

function filed(): Response {
  const request = { id: "01a0", created_at: "2026-11-24T10:01:00+01:00", closed_at: null };
  return Response.json(request, { status: 201 });
}

function lost(): Response {
  throw new TypeError("Failed to fetch");
}

function refused(): Response {
  return Response.json({ type: "not_allowed", title: "No", status: 403 }, { status: 403 });
}

beforeEach(() => {
  sent = [];
  answers = [filed];
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push({ key: request.headers.get("Idempotency-Key"), body: await request.json() });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer?.();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function stops(kinds: readonly DeathRequesterKind[], byPhone = false) {
  const onFiled = vi.fn();
  function Page() {
    const [kind, setKind] = useState(kinds.length === 1 ? (kinds[0] ?? null) : null);
    return (
      <StopFiling
        form={{ ...STOPPED, requester_kind: kind }}
        filingKey="one-stop"
        byPhone={byPhone}
        requesterName="Nadège Colombet"
        kinds={kinds}
        onKind={setKind}
        onFiled={onFiled}
      />
    );
  }
  const route = createRootRoute({ component: Page });
  const router = createRouter({ routeTree: route, history: createMemoryHistory() });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  await passes(0);
  return onFiled;
}

const passes = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe("a request that the law stops", () => {
  it("is filed by itself with what is known, and leads to where it stays visible", async () => {
    const onFiled = await stops(["town_hall"]);
    expect(sent).toEqual([
      {
        key: "one-stop",
        body: {
          certain: true,
          public_place: "no",
          violence: "yes",
          identified: "unknown",
          adult: "unknown",
          expected: "unknown",
          requester: { kind: "town_hall", name: "Nadège Colombet" },
        },
      },
    ]);
    expect(screen.getByRole("link", { name: "Votre demande reste visible ici" })).toHaveAttribute(
      "href",
      "/deces/01a0",
    );
    expect(screen.getByRole("status")).toHaveTextContent("close à 10:01.");
    expect(onFiled).toHaveBeenCalledOnce();
  });

  it("is tried again without a word under the same key", async () => {
    answers = [lost, lost, filed];
    await stops(["town_hall"]);
    expect(screen.queryByRole("alert")).toBeNull();
    await passes(QUIET_MS);
    expect(sent.map(({ key }) => key)).toEqual(["one-stop", "one-stop", "one-stop"]);
    expect(screen.getByRole("link")).toBeInTheDocument();
  });

  it("says plainly that it is not recorded, and is sent again on a tap or with the network", async () => {
    answers = [lost];
    const onFiled = await stops(["town_hall"]);
    await passes(QUIET_MS);
    expect(screen.getByRole("alert")).toHaveTextContent("n’a pas pu être enregistrée");
    expect(sent).toHaveLength(4);
    answers = [refused];
    fireEvent(window, new Event("online"));
    await passes(QUIET_MS);
    expect(sent).toHaveLength(5);
    answers = [filed];
    expect(onFiled).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole("button", { name: "Réessayer" }));
    await passes(0);
    expect(screen.getByRole("link")).toBeInTheDocument();
    expect(new Set(sent.map(({ key }) => key))).toEqual(new Set(["one-stop"]));
  });

  it("asks first as what one asks when the account does not say it, and names no caller", async () => {
    await stops(["family", "gendarmerie"], true);
    expect(sent).toEqual([]);
    fireEvent.change(screen.getByLabelText(/qui appelle/), { target: { value: "gendarmerie" } });
    await passes(0);
    expect(sent.map(({ body }) => body)).toMatchObject([{ requester: { kind: "gendarmerie" } }]);
    expect(JSON.stringify(sent)).not.toContain("Colombet");
    expect(screen.getByRole("link", { name: "La demande reste visible ici" })).toBeInTheDocument();
  });
});
