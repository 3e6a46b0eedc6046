import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DuplicateSheet } from "./DuplicateSheet";

const OTHER = { id: "0199-other", number: "DC-0002", state: "rota_asked" } as const;
const ROW = {
  id: "0199-this",
  version: 3,
  number: "DC-0003",
  wave: 1,
  dispatch_id: null,
  duplicates: null,
};
const NOBODY = /Aucune autre demande au même nom/;

/** What the server answers, each time that it is asked. */
let answers: (() => Response | Promise<Response>)[];
let asked: string[];

function answer(body: unknown, status = 200) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json" },
  });
}

function opens(subject: Parameters<typeof DuplicateSheet>[0]["subject"]) {
  const said = vi.fn();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <DuplicateSheet subject={subject} later={said} onClose={() => undefined} />
    </QueryClientProvider>,
  );
  return said;
}

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(new URL(request.url).pathname);
    return answers.shift()?.();
  });
});

afterEach(() => vi.unstubAllGlobals());

describe("which request a death is a duplicate of", () => {
  it("is read from the server when a row of the board asks, and never said to be nobody before", async () => {
    let arrive: (response: Response) => void = () => undefined;
    answers = [() => new Promise<Response>((resolve) => (arrive = resolve))];
    const said = opens(ROW);
    expect(screen.getByRole("dialog", { name: /Doublon de laquelle/ })).toBeInTheDocument();
    expect(screen.queryByText(NOBODY)).toBeNull();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toMatch(/\/death-certification-requests\/0199-this$/);
    arrive(answer({ possible_duplicates: [OTHER] }));
    fireEvent.click(await screen.findByRole("button", { name: OTHER.number }));
    expect(said).toHaveBeenCalledExactlyOnceWith(ROW, "marquée doublon", {
      kind: "duplicate",
      of: OTHER.id,
    });
  });

  it("is said to be unread when the server fails, and is asked again", async () => {
    answers = [
      () => answer({ type: "server_error", status: 500, errors: null }, 500),
      () => answer({ possible_duplicates: [OTHER] }),
    ];
    opens(ROW);
    expect(await screen.findByRole("alert")).toBeInTheDocument();
    expect(screen.queryByText(NOBODY)).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Réessayer" }));
    expect(await screen.findByRole("button", { name: OTHER.number })).toBeInTheDocument();
  });

  it("is nobody when the server knows of none", async () => {
    answers = [() => answer({ possible_duplicates: [] })];
    opens(ROW);
    expect(await screen.findByText(NOBODY)).toBeInTheDocument();
  });

  it.each(["duplicate", "request_cancelled"] as const)(
    "is none for which nobody comes: %s",
    (state) => {
      answers = [];
      opens({ ...ROW, duplicates: [{ ...OTHER, state }] });
      expect(screen.getByText(/personne n’y vient/)).toBeInTheDocument();
      expect(screen.queryByRole("button", { name: OTHER.number })).toBeNull();
    },
  );

  it("is shown at once where the page knows it", () => {
    answers = [];
    opens({ ...ROW, duplicates: [OTHER] });
    expect(screen.getByRole("button", { name: OTHER.number })).toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});
