import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import type { SecondOpinionRequest } from "../../api";
import { ReadingForm } from "./ReadingForm";
import { WriteForm } from "./WriteForm";

function shows(children: ReactNode) {
  return render(<MantineProvider>{children}</MantineProvider>);
}

const tap = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

describe("writing an opinion", () => {
  function form(error: unknown, onSend = vi.fn()) {
    shows(
      <WriteForm
        label="Votre avis"
        help="Il va à qui demande."
        verb="Rendre l’avis"
        max={4000}
        min={10}
        rows={6}
        busy={false}
        error={error}
        onSend={onSend}
      />,
    );
    return onSend;
  }

  it("asks for a sentence before it sends anything", () => {
    const onSend = form(null);
    fireEvent.change(screen.getByLabelText("Votre avis"), { target: { value: "  Oui  " } });
    tap("Rendre l’avis");
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.getByText("Écrivez une phrase au moins.")).toBeVisible();
  });

  it("sends what was written without the blanks around it", () => {
    const onSend = form(null);
    fireEvent.change(screen.getByLabelText("Votre avis"), {
      target: { value: "  Holter d’abord.  " },
    });
    tap("Rendre l’avis");
    expect(onSend).toHaveBeenCalledExactlyOnceWith("Holter d’abord.");
  });

  it("keeps what was typed when the server refuses a number of social security", () => {
    form({ type: "invalid_input", title: "Invalid", status: 422, errors: [] });
    fireEvent.change(screen.getByLabelText("Votre avis"), { target: { value: "Assurée 2 58…" } });
    expect(screen.getByText(/sécurité sociale/)).toBeVisible();
    expect(screen.getByLabelText("Votre avis")).toHaveValue("Assurée 2 58…");
  });
});

describe("saying that the answer was read", () => {
  function reads(changed: Partial<SecondOpinionRequest>) {
    const onRead = vi.fn();
    const request = {
      state: "opinion_given",
      attending_told: "platform",
      attending_professional: { name: "Dr Aubin Lacaze" },
      ...changed,
    } as SecondOpinionRequest;
    shows(<ReadingForm request={request} busy={false} onRead={onRead} />);
    return onRead;
  }

  it("takes one tap when the attending doctor is told here", () => {
    const onRead = reads({});
    tap("J’ai lu la réponse");
    expect(onRead).toHaveBeenCalledExactlyOnceWith(false);
  });

  it("waits for the promise to pass it on when the attending doctor is not here", () => {
    const onRead = reads({ attending_told: "to_pass_on" });
    expect(screen.getByText(/Dr Aubin Lacaze n’est pas membre ici/)).toBeVisible();
    expect(screen.getByRole("button", { name: "J’ai lu la réponse" })).toBeDisabled();
    fireEvent.click(screen.getByLabelText("Je transmets la réponse au médecin traitant"));
    tap("J’ai lu la réponse");
    expect(onRead).toHaveBeenCalledExactlyOnceWith(true);
  });

  it("asks to tell the person of a time that was given", () => {
    const onRead = reads({ state: "opinion_appointment" });
    tap("La personne est prévenue");
    expect(onRead).toHaveBeenCalledExactlyOnceWith(false);
  });
});
