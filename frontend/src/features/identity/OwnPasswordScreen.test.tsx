import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OwnPasswordScreen } from "./OwnPasswordScreen";

const LATER = "2030-01-07T08:00:00Z";
const CHANGE = "PUT me/password";
const JUDGE = "POST password-judgements";
const PROOF = "POST me/second-factor/proofs";
const ASKED = { password: false, totp: true, recovery: true, passkey: null, expires_at: LATER };

let ownPassword: boolean;
let refusals: string[];
let sent: { call: string; body: unknown }[];
let judged: unknown[];

beforeEach(() => {
  ownPassword = true;
  refusals = [];
  sent = [];
  judged = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const call = `${request.method} ${new URL(request.url).pathname.replace("/api/v1/", "")}`;
    if (call === JUDGE) {
      judged.push(await request.json());
      return Response.json({ strength: judged.length > 1 ? "strong" : "guessable" });
    }
    if (request.method !== "GET") {
      sent.push({ call, body: await request.json().catch(() => null) });
    }
    return answered(call);
  });
});

afterEach(() => vi.unstubAllGlobals());

function answered(call: string): Response {
  if (call === "GET me")
    return Response.json({ name: "Anna Exemple", scopes: [], server_time: LATER });
  if (call === "GET me/sessions") return Response.json({ items: [], own_password: ownPassword });
  if (call === "POST me/second-factor/challenges") return Response.json(ASKED, { status: 201 });
  const type = call === CHANGE ? refusals.shift() : undefined;
  if (type) return Response.json({ type, title: "", status: 403 }, { status: 403 });
  return new Response(null, { status: 204 });
}

async function opens(): Promise<void> {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Suspense fallback={null}>
          <OwnPasswordScreen />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByRole("heading", { name: "Mot de passe" });
}

/** Types both and sends; `present` as it was typed, spaces included. */
async function changes(present: string, chosen: string): Promise<void> {
  fireEvent.change(await screen.findByLabelText("Mot de passe actuel"), {
    target: { value: present },
  });
  fireEvent.change(screen.getByLabelText("Nouveau mot de passe"), { target: { value: chosen } });
  fireEvent.click(screen.getByRole("button", { name: "Changer" }));
}

const BODY = { present: " quatre mots au hasard ", chosen: "cinq mots bien longs" };

describe("who changes their password", () => {
  it("is told that it is done, and nothing typed stays", async () => {
    await opens();
    await changes(BODY.present, BODY.chosen);
    expect(await screen.findByText(/^Mot de passe changé/)).toBeTruthy();
    expect(sent).toEqual([{ call: CHANGE, body: BODY }]);
    expect(screen.getByLabelText<HTMLInputElement>("Mot de passe actuel").value).toBe("");
    expect(screen.getByLabelText<HTMLInputElement>("Nouveau mot de passe").value).toBe("");
  });

  it("sends nothing that is missing or short", async () => {
    await opens();
    await changes("", "court");
    expect(screen.getByText("Écrivez votre mot de passe actuel.")).toBeTruthy();
    expect(screen.getByText("Écrivez au moins 12 caractères.")).toBeTruthy();
    expect(sent).toEqual([]);
  });

  it("reads how hard the new one is to guess, once there is enough of it", async () => {
    await opens();
    const field = await screen.findByLabelText("Nouveau mot de passe");
    fireEvent.change(field, { target: { value: "court" } });
    fireEvent.change(field, { target: { value: "motdepasse2024" } });
    expect(await screen.findByText(/^Trop facile à deviner/)).toBeTruthy();
    fireEvent.change(field, { target: { value: BODY.chosen } });
    expect(screen.queryByText(/^Trop facile à deviner/)).toBeNull();
    expect(await screen.findByText("Solide.")).toBeTruthy();
    expect(judged).toEqual([
      { password: "motdepasse2024", about: "Anna Exemple" },
      { password: BODY.chosen, about: "Anna Exemple" },
    ]);
    expect(sent).toEqual([]);
  });

  it("reads on the field that the present one is wrong, and may send again what was typed", async () => {
    refusals = ["password_wrong"];
    await opens();
    await changes(BODY.present, BODY.chosen);
    expect(await screen.findByText(/^Ce n’est pas votre mot de passe/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Changer" }));
    expect(await screen.findByText(/^Mot de passe changé/)).toBeTruthy();
    expect(sent).toEqual([
      { call: CHANGE, body: BODY },
      { call: CHANGE, body: BODY },
    ]);
  });

  it("proves the second factor first, when one is set", async () => {
    refusals = ["proof_needed"];
    await opens();
    await changes(BODY.present, BODY.chosen);
    fireEvent.change(await screen.findByLabelText("Code à 6 chiffres"), {
      target: { value: "123456" },
    });
    expect(screen.queryByText(/^Mot de passe changé/)).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Continuer" }));
    expect(await screen.findByText(/^Mot de passe changé/)).toBeTruthy();
    expect(sent.filter(({ call }) => !call.endsWith("challenges"))).toEqual([
      { call: CHANGE, body: BODY },
      { call: PROOF, body: { code: "123456" } },
      { call: CHANGE, body: BODY },
    ]);
  });
});

describe("who has no password of their own", () => {
  it("sees no form", async () => {
    ownPassword = false;
    await opens();
    await waitFor(() => expect(screen.getByText("Pas de mot de passe à changer")).toBeTruthy());
    expect(screen.queryByLabelText("Mot de passe actuel")).toBeNull();
  });
});
