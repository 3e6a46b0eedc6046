import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FactorsScreen } from "./FactorsScreen";

const SINCE = "2030-01-07T08:00:00Z";
const SET = { totp_since: SINCE, passkeys: [], recovery_codes_left: 10 };
const PROOF = "POST me/second-factor/proofs";
const NOT_SET = { totp_since: null, passkeys: [], recovery_codes_left: 0 };
const DRAWN = {
  secret: "JBSWY3DPEHPK3PXP",
  uri: "otpauth://totp/x",
  qr_size: 1,
  qr_path: "M0 0h1",
};
const ASKED = { password: false, totp: true, recovery: true, passkey: null, expires_at: SINCE };

let me: Record<string, unknown>;
let factor: Record<string, unknown>;
let asked: Record<string, unknown>;
let sent: { call: string; body: unknown }[];

beforeEach(() => {
  me = { scopes: [], second_factor_owed: true, server_time: SINCE };
  factor = SET;
  asked = ASKED;
  sent = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const call = `${request.method} ${new URL(request.url).pathname.replace("/api/v1/", "")}`;
    if (request.method !== "GET") {
      sent.push({ call, body: await request.json().catch(() => null) });
    }
    return answered(call);
  });
});

afterEach(() => vi.unstubAllGlobals());

function answered(call: string): Response {
  if (call === "GET me") return Response.json(me);
  if (call === "GET me/second-factor") return Response.json(factor);
  if (call === "POST me/second-factor/challenges") return Response.json(asked, { status: 201 });
  if (call === "POST me/second-factor/totp") return Response.json(DRAWN, { status: 201 });
  if (call === "POST me/second-factor/totp/confirmation") {
    factor = SET;
    return Response.json({ recovery_codes: ["abcde-fghjk"] });
  }
  if (call === "POST second-factor-resets" && !sent.some((one) => one.call === PROOF)) {
    return Response.json({ type: "proof_needed", title: "", status: 403 }, { status: 403 });
  }
  me = { ...me, second_factor_owed: false };
  return new Response(null, { status: 204 });
}

/** What was sent last, once something was. */
async function lastSent(): Promise<unknown> {
  await waitFor(() => expect(sent.at(-1)?.call).toBe(PROOF));
  return sent.at(-1)?.body;
}

async function opens(): Promise<void> {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Suspense fallback={null}>
          <FactorsScreen />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByRole("heading", { name: "Double authentification" });
}

describe("who owes a second factor", () => {
  it("adds one when there is none", async () => {
    factor = NOT_SET;
    await opens();
    expect(await screen.findByRole("button", { name: "Ajouter une application" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Prouver que c’est moi" })).toBeNull();
  });

  it("is not told of another device once they set one up here, from the codes until the page is left", async () => {
    factor = NOT_SET;
    const said = vi.fn();
    const watcher = new MutationObserver(() => {
      if (screen.queryByText(/depuis un autre appareil/)) said();
    });
    watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
    await opens();
    fireEvent.click(await screen.findByRole("button", { name: "Ajouter une application" }));
    fireEvent.change(await screen.findByLabelText("Code à 6 chiffres"), {
      target: { value: "123456" },
    });
    fireEvent.click(screen.getByRole("button", { name: "Confirmer" }));
    const codes = within(await screen.findByRole("dialog", { name: "Vos codes de secours" }));
    await screen.findByText(/Il vous en reste 10/);
    expect(screen.queryByText(/Ajoutez un second moyen/)).toBeNull();
    fireEvent.click(codes.getByRole("button", { name: "C’est noté" }));
    await screen.findByText("abcde-fghjk");
    watcher.disconnect();
    expect(said).not.toHaveBeenCalled();
  });

  it("proves the one that another device added, and is known again after that", async () => {
    await opens();
    fireEvent.click(await screen.findByRole("button", { name: "Prouver que c’est moi" }));
    expect(screen.queryByRole("button", { name: /^Ajouter/ })).toBeNull();
    fireEvent.change(await screen.findByLabelText("Code à 6 chiffres"), {
      target: { value: " 123 456 " },
    });
    fireEvent.click(screen.getByRole("button", { name: "Continuer" }));
    await waitFor(() => {
      expect(screen.queryByRole("button", { name: "Prouver que c’est moi" })).toBeNull();
    });
    expect(await lastSent()).toEqual({ code: "123 456" });
  });

  it("proves it by a password sent as it was typed", async () => {
    asked = { ...ASKED, password: true, totp: false, recovery: false };
    await opens();
    fireEvent.click(await screen.findByRole("button", { name: "Prouver que c’est moi" }));
    fireEvent.change(await screen.findByLabelText("Mot de passe"), {
      target: { value: " un agenda bien tenu " },
    });
    fireEvent.click(screen.getByRole("button", { name: "Continuer" }));
    expect(await lastSent()).toEqual({ password: " un agenda bien tenu " });
  });
});

describe("an admin whom a member calls", () => {
  it("proves first who they are, then takes the factors away", async () => {
    me = { ...me, scopes: ["factors:reset"], second_factor_owed: false };
    await opens();
    fireEvent.change(await screen.findByLabelText("Son adresse e-mail"), {
      target: { value: "anna@cpts.example" },
    });
    fireEvent.click(screen.getByRole("button", { name: "Retirer sa double authentification" }));
    const sure = within(await screen.findByRole("dialog"));
    fireEvent.click(sure.getByRole("button", { name: "Retirer" }));
    fireEvent.change(await screen.findByLabelText("Code à 6 chiffres"), {
      target: { value: "123456" },
    });
    expect(screen.queryByText(/^C’est fait/)).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Continuer" }));
    expect(await screen.findByText(/^C’est fait/)).toBeTruthy();
    const reset = { call: "POST second-factor-resets", body: { email: "anna@cpts.example" } };
    expect(sent.filter(({ call }) => !call.endsWith("challenges"))).toEqual([
      reset,
      { call: PROOF, body: { code: "123456" } },
      reset,
    ]);
  });
});
