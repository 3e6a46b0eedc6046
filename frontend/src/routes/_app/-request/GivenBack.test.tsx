import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useRequest } from "../../../features/unscheduled_care/requests";
import { isGivenBack } from "./GivenBack";

/** A request that was read, then asked for again with this answer. */
async function readAgain(status: number, type: string) {
  const answers = [
    [200, { id: "0199-this", person_id: "0199-person" }],
    [status, { type, title: "", status, detail: null, errors: null, related_id: null }],
  ] as const;
  let asked = 0;
  vi.stubGlobal("fetch", async () => {
    const [code, body] = answers[Math.min(asked, 1)] ?? answers[1];
    asked += 1;
    return new Response(JSON.stringify(body), {
      status: code,
      headers: { "Content-Type": "application/json" },
    });
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { result } = renderHook(
    () => {
      const { data, error } = useRequest("0199-this");
      return { data, error };
    },
    {
      wrapper: ({ children }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  );
  await waitFor(() => expect(result.current.data).toBeDefined());
  await client.invalidateQueries();
  await waitFor(() => expect(result.current.error).not.toBeNull());
  return result.current;
}

afterEach(() => vi.unstubAllGlobals());

describe("a request read before", () => {
  it("is given back once the server says that it is not for its reader, though it stays in memory", async () => {
    const { data, error } = await readAgain(404, "not_found");
    expect(data?.person_id).toBe("0199-person");
    expect(isGivenBack(error)).toBe(true);
  });

  it("is still theirs when it cannot be read for another reason", async () => {
    const { error } = await readAgain(500, "server_error");
    expect(isGivenBack(error)).toBe(false);
  });
});
