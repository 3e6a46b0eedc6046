import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SignIn } from "./SignIn";

const EMAIL = "coordination@cpts.example";
const FORGOTTEN = "Mot de passe oublié";

let sent: { call: string; body: unknown }[];

beforeEach(() => {
  sent = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const call = `${request.method} ${new URL(request.url).pathname.replace("/api/v1/", "")}`;
    sent.push({ call, body: await request.json() });
    return new Response(null, { status: 202 });
  });
});

afterEach(() => vi.unstubAllGlobals());

function opens(props: Omit<Parameters<typeof SignIn>[0], "door"> = {}): void {
  render(
    <MantineProvider>
      <SignIn door={{ signIn: async () => null, prove: async () => null }} {...props} />
    </MantineProvider>,
  );
}

/** Types the address and asks; what is said then. */
async function asks(button: string): Promise<string | null> {
  fireEvent.change(screen.getByLabelText("Adresse e-mail"), { target: { value: ` ${EMAIL} ` } });
  fireEvent.click(screen.getByRole("button", { name: button }));
  return (await screen.findByText(/un lien (vient|part)/)).textContent;
}

it.each([
  ["everybody", {}],
  ["who may come by Pro Santé Connect too", { proSanteConnect: "/pro-sante-connect" }],
])("the sign-in page shows « Mot de passe oublié » to %s", async (_, props) => {
  opens(props);
  const said = await asks(FORGOTTEN);
  expect(said).toContain("Il sert une fois, pendant 24 heures.");
  expect(said).not.toMatch(/SAS|démonstration/);
  expect(sent).toEqual([{ call: "POST password-links", body: { email: EMAIL } }]);
});

it("a demonstration says that its own accounts keep the password that is shown", async () => {
  opens({ demo: { password: "maillage-demo", accounts: [] } });
  expect(await asks(FORGOTTEN)).toContain("Les comptes de la démonstration gardent");
});

it("a regulator of the SAS platform may come for the first time", async () => {
  opens({ fromPlatform: true });
  expect(screen.queryByRole("button", { name: FORGOTTEN })).toBeNull();
  expect(await asks("Première fois ou mot de passe oublié")).toContain("Si la plateforme SAS");
});

it("asks nothing without an address", async () => {
  opens();
  fireEvent.click(screen.getByRole("button", { name: FORGOTTEN }));
  expect((await screen.findByRole("alert")).textContent).toContain("Écrivez d’abord");
  expect(sent).toEqual([]);
});
