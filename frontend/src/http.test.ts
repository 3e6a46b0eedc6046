import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { setSessionEnded, useConnection } from "./answers";
import { createClientConfig, setCsrfToken } from "./http";

const call = createClientConfig({}).fetch as typeof fetch;
const PAGE = "http://localhost:3000/api/v1/me";

/** A server that answers so, one call after the other; the last answer again and again. */
function server(...answers: (() => Response)[]) {
  const asked = vi.fn(async () => (answers.length > 1 ? answers.shift() : answers[0])?.());
  vi.stubGlobal("fetch", asked);
  return asked;
}

const refused = (type: string) => () => new Response(JSON.stringify({ type }), { status: 401 });

async function statusOf(init?: RequestInit): Promise<number> {
  let status = 0;
  await act(async () => {
    status = (await call(PAGE, init)).status;
  });
  return status;
}

function end() {
  return renderHook(() => useConnection()).result.current.sessionEnded;
}

beforeEach(() => setCsrfToken("of this session"));

afterEach(() => {
  vi.unstubAllGlobals();
  setSessionEnded(null);
  setCsrfToken(null);
});

it("asks once more what was under way while the session took another cookie", async () => {
  server(refused("not_signed_in"), () => new Response("{}"));
  expect(await statusOf()).toBe(200);
  expect(end()).toBeNull();
});

it("says that the session is over when it still is, and never sends a write twice", async () => {
  const asked = server(refused("not_signed_in"));
  expect(await statusOf()).toBe(401);
  expect(asked).toHaveBeenCalledTimes(2);
  expect(end()).toBe("unknown");
  expect(await statusOf({ method: "POST" })).toBe(401);
  expect(asked).toHaveBeenCalledTimes(3);
});

it("does not ask again who was told that the session ended", async () => {
  const asked = server(refused("session_ended"));
  expect(await statusOf()).toBe(401);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(end()).toBe("ended");
});
