import { MantineProvider } from "@mantine/core";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type PasswordKind, PasswordScreen } from "./PasswordScreen";

const GUESSABLE = {
  type: "invalid_input",
  title: "",
  status: 422,
  errors: [{ pointer: "/password", message: "Choose a password that is harder to guess: several" }],
};
const GONE = { type: "not_found", title: "", status: 404 };

let refusals: unknown[];
let chosen: string[];

beforeEach(() => {
  refusals = [];
  chosen = [];
  vi.stubGlobal("fetch", async () => Response.json({ strength: "strong" }));
});

afterEach(() => vi.unstubAllGlobals());

async function opens(kind: PasswordKind = "first"): Promise<void> {
  const choose = async (password: string) => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    chosen.push(password);
  };
  const root = createRootRoute({ component: () => <PasswordScreen kind={kind} choose={choose} /> });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  render(
    <MantineProvider>
      <RouterProvider router={router as never} />
    </MantineProvider>,
  );
  await screen.findByRole("heading", { name: "Votre mot de passe" });
}

function sends(password: string): void {
  fireEvent.change(screen.getByLabelText("Choisissez un mot de passe"), {
    target: { value: password },
  });
  fireEvent.click(screen.getByRole("button", { name: "Enregistrer" }));
}

describe("who follows the link to a first password", () => {
  it("chooses one as it was typed, and goes on to sign in", async () => {
    await opens();
    sends(" cinq mots bien longs ");
    expect(await screen.findByRole("link", { name: "Se connecter" })).toBeTruthy();
    expect(screen.queryByText("Conditions d’utilisation")).toBeNull();
    expect(chosen).toEqual([" cinq mots bien longs "]);
  });

  it("reads why one is refused, until another is typed", async () => {
    refusals = [GUESSABLE];
    await opens();
    sends("court");
    expect(screen.getByText("Écrivez au moins 12 caractères.")).toBeTruthy();
    sends("motdepasse2024");
    expect(await screen.findByText(/^Trop facile à deviner/)).toBeTruthy();
    sends("cinq mots bien longs");
    expect(await screen.findByRole("link", { name: "Se connecter" })).toBeTruthy();
    expect(chosen).toEqual(["cinq mots bien longs"]);
  });

  it("is told when the link serves no more", async () => {
    refusals = [GONE];
    await opens();
    sends("cinq mots bien longs");
    expect(await screen.findByText(/^Ce lien ne sert plus/)).toBeTruthy();
    expect(chosen).toEqual([]);
  });
});

describe("who forgot theirs and follows the link", () => {
  it("accepts no terms of the SAS platform, and goes on to sign in here", async () => {
    await opens("forgotten");
    expect(screen.queryByRole("switch")).toBeNull();
    sends("cinq mots bien longs");
    const door = await screen.findByRole("link", { name: "Se connecter" });
    expect(door.getAttribute("href")).toBe("/connexion");
    expect(screen.queryByText(/SAS/)).toBeNull();
    expect(chosen).toEqual(["cinq mots bien longs"]);
  });

  it("is sent to the sign-in page for another one when it serves no more", async () => {
    refusals = [GONE];
    await opens("forgotten");
    sends("cinq mots bien longs");
    const said = await screen.findByText(/^Ce lien ne sert plus/);
    expect(said.textContent).toMatch(/sur la page de connexion\.$/);
  });
});
