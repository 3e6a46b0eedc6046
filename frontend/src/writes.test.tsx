import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useWrite } from "./writes";

const REFUSED = {
  type: "slot_taken",
  title: "",
  status: 409,
  detail: null,
  errors: null,
  related_id: null,
};

function write(answers: (() => unknown)[]) {
  const keys: string[] = [];
  const client = new QueryClient();
  const { result } = renderHook(
    () =>
      useWrite(async (_: string, key: string) => {
        keys.push(key);
        return answers.shift()?.();
      }),
    {
      wrapper: ({ children }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  );
  const send = (input: string) =>
    act(async () => {
      await result.current.mutateAsync(input).catch(() => undefined);
    });
  return { keys, send };
}

function lost(): never {
  throw new TypeError("Failed to fetch");
}

function refused(): never {
  throw REFUSED;
}

describe("a write", () => {
  it("keeps its key when the network is lost, so that sending again does nothing twice", async () => {
    const { keys, send } = write([lost, () => "done", () => "done"]);
    await send("a");
    await send("a");
    await send("a");
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("takes a new key once refused, or for another input", async () => {
    const { keys, send } = write([refused, lost, lost]);
    await send("a");
    await send("a");
    await send("b");
    expect(new Set(keys).size).toBe(3);
  });
});
