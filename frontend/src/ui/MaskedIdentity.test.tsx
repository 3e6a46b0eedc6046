import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { MaskedIdentity, type ShownIdentity } from "./MaskedIdentity";

const ZOE: ShownIdentity = {
  name: "Zoé Lefèvre",
  description: "F, 85 ans",
  phone: "06 39 98 01 02",
  call: "tel:+33639980102",
  email: "zoe@courriel.demo",
};

async function shown(identity: ShownIdentity) {
  render(
    <MantineProvider>
      <MaskedIdentity compact purpose="Appeler ?" reveal={async () => identity} />
    </MantineProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Afficher l’identité" }));
  await screen.findByText("Zoé Lefèvre");
}

describe("an identity for which a reason is asked", () => {
  it("says under the reason why it is not taken, and shows nothing", async () => {
    const sentence = "Sans nommer la personne : cette phrase reste dans le journal.";
    render(
      <MantineProvider>
        <MaskedIdentity forced purpose="Appeler ?" reveal={async () => ({ refused: sentence })} />
      </MantineProvider>,
    );
    await userEvent.type(screen.getByLabelText(/Pourquoi/), "Zoé Lefèvre attend un rappel");
    await userEvent.click(screen.getByRole("button", { name: "Afficher l’identité" }));
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(screen.getByLabelText(/Pourquoi/)).toHaveValue("Zoé Lefèvre attend un rappel");
    expect(screen.queryByText("Zoé Lefèvre")).toBeNull();
  });
});

describe("an identity that is shown", () => {
  it("is called and written to in one tap", async () => {
    await shown(ZOE);
    expect(screen.getByRole("link", { name: ZOE.phone ?? "" })).toHaveAttribute("href", ZOE.call);
    const email = screen.getByRole("link", { name: "zoe@courriel.demo" });
    expect(email).toHaveAttribute("href", "mailto:zoe@courriel.demo");
    expect(email.closest("p")).toHaveTextContent("E-mail : zoe@courriel.demo");
  });

  it("says nothing of an e-mail that nobody gave", async () => {
    await shown({ ...ZOE, email: null });
    expect(screen.queryByText(/E-mail/)).toBeNull();
  });

  it("is read again once it was corrected", async () => {
    const names = ["Zoé Lefebvre", "Zoé Lefèvre"];
    render(
      <MantineProvider>
        <MaskedIdentity
          purpose="Appeler ?"
          reveal={async () => ({
            ...ZOE,
            name: names.shift() ?? "",
            act: (again) => (
              <button type="button" onClick={again}>
                Corriger
              </button>
            ),
          })}
        />
      </MantineProvider>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Afficher l’identité" }));
    await screen.findByText("Zoé Lefebvre");
    await userEvent.click(screen.getByRole("button", { name: "Corriger" }));
    expect(await screen.findByText("Zoé Lefèvre")).toBeVisible();
  });
});
