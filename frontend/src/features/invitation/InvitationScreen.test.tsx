import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { InvitationPage } from "../../api";
import { InvitationScreen } from "./InvitationScreen";

const LATE = "C’était trop long. Recommencez avec votre mot de passe.";

const INVITATION: InvitationPage = {
  name: "Nour Essai",
  email: "nour@cpts.example",
  has_account: true,
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
