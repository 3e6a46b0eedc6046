import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { InvitationPage } from "../../api";
import { InvitationScreen } from "./InvitationScreen";

const LATE = "C’était trop long. Recommencez avec votre mot de passe.";

const INVITATION: InvitationPage = {
  name: "Nour Essai",
  email: "nour@cpts.example",
  proof: "password",
  signed_in: false,
  role: "delegate",
  invited_by: "Dr Léa Essai",
  community_name: "CPTS Essai",
  expires_at: "2030-01-09T08:00:00Z",
  server_time: "2030-01-07T08:00:00Z",
};
const ASKED = { password: false, totp: true, recovery: true, passkey: null };

it("leads who proves a second factor too late on to the sign-in page", async () => {
  render(
    <MantineProvider>
      <InvitationScreen
        invitation={INVITATION}
        proSanteConnect="/psc"
        accept={async () => ({
          asked: { ...ASKED, expires_at: "2030-01-07T08:05:00Z" },
          prove: async () => LATE,
        })}
      />
    </MantineProvider>,
  );
  fireEvent.change(screen.getByLabelText("Votre mot de passe"), { target: { value: "un agenda" } });
  fireEvent.click(screen.getByRole("button", { name: "Accepter et entrer" }));
  fireEvent.change(await screen.findByLabelText("Code à 6 chiffres"), {
    target: { value: "123456" },
  });
  fireEvent.click(screen.getByRole("button", { name: "Continuer" }));
  expect((await screen.findByRole("alert")).textContent).toContain(LATE);
  expect(screen.getByRole("button", { name: "Recommencer" })).toBeTruthy();
});

it("asks who has an account without a password to sign in first, then for nothing more", async () => {
  const accepted: unknown[] = [];
  const screenOf = (signed_in: boolean) => (
    <MantineProvider>
      <InvitationScreen
        invitation={{ ...INVITATION, proof: "session", signed_in }}
        proSanteConnect="/psc"
        accept={async (...given) => {
          accepted.push(given);
          return null;
        }}
      />
    </MantineProvider>
  );
  const { rerender } = render(screenOf(false));
  const way = screen.getByRole("link", { name: "Avec Pro Santé Connect" });
  expect(way.getAttribute("href")).toBe("/psc");
  expect(screen.queryByRole("button", { name: "Accepter et entrer" })).toBeNull();
  rerender(screenOf(true));
  fireEvent.click(screen.getByRole("button", { name: "Accepter et entrer" }));
  await vi.waitFor(() => expect(accepted).toEqual([[null, null]]));
});
