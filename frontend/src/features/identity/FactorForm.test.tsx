import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { FactorAsked, FactorProof } from "../../api";

const WAITS = "2030-01-07T08:05:00Z";
const KEY = { challenge: "A".repeat(43), rp_id: "localhost", credential_ids: [] };

const proofs: FactorProof[] = [];

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.resetModules();
  proofs.length = 0;
});

/** The form, in a browser that knows passkeys or in one that does not. */
async function asks(what: Partial<FactorAsked>, knowsPasskeys = true): Promise<void> {
  if (knowsPasskeys) vi.stubGlobal("PublicKeyCredential", class {});
  const { default: FactorForm } = await import("./FactorForm");
  const asked = { password: false, totp: false, recovery: false, passkey: null, expires_at: WAITS };
  const prove = async (proof: FactorProof) => {
    proofs.push(proof);
    return null;
  };
  render(
    <MantineProvider>
      <FactorForm asked={{ ...asked, ...what }} prove={prove} />
    </MantineProvider>,
  );
}

const key = () => screen.queryByRole("button", { name: "Utiliser ma clé d’accès" });
const ofApplication = () => screen.queryByLabelText("Code à 6 chiffres");
const ofRecovery = () => screen.queryByLabelText("Code de secours");

describe("what somebody is asked to prove", () => {
  it("is the passkey of who has nothing else, and a recovery code only when they say so", async () => {
    await asks({ passkey: KEY, recovery: true });
    expect([key() !== null, ofApplication(), ofRecovery()]).toEqual([true, null, null]);
    expect(screen.queryByRole("button", { name: "Continuer" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Téléphone perdu : code de secours" }));
    fireEvent.change(screen.getByLabelText("Code de secours"), {
      target: { value: "abcde-fghij" },
    });
    fireEvent.click(screen.getByRole("button", { name: "Continuer" }));
    await screen.findByRole("button", { name: "Continuer" });
    expect(proofs).toEqual([{ code: "abcde-fghij" }]);
  });

  it("is the application's code first of who has one, and a recovery code is one tap away", async () => {
    await asks({ passkey: KEY, totp: true, recovery: true });
    expect([key() !== null, ofApplication() !== null]).toEqual([true, true]);
    fireEvent.click(screen.getByRole("button", { name: "Téléphone perdu : code de secours" }));
    expect([ofApplication(), ofRecovery() !== null]).toEqual([null, true]);
    fireEvent.click(screen.getByRole("button", { name: "Code de l’application" }));
    expect(ofApplication()).not.toBeNull();
  });

  it("is no recovery code when none is left", async () => {
    await asks({ totp: true });
    expect(ofApplication()).not.toBeNull();
    expect(screen.queryByRole("button", { name: /secours/ })).toBeNull();
  });

  it("is a recovery code where the browser knows no passkey", async () => {
    await asks({ passkey: KEY, recovery: true }, false);
    expect([key(), ofApplication(), ofRecovery() !== null]).toEqual([null, null, true]);
  });

  it("is said to be elsewhere when nothing of it works here", async () => {
    await asks({ passkey: KEY }, false);
    expect(screen.getByText(/ne marche pas dans ce navigateur/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Continuer" })).toBeNull();
  });
});
