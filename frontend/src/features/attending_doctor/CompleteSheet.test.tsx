import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { CompleteSheet } from "./CompleteSheet";

it("sends nothing while the agreement is awaited and not given", () => {
  const onSay = vi.fn();
  render(
    <MantineProvider>
      <CompleteSheet
        number="MT-1201"
        missing={["consent"]}
        onSay={onSay}
        onClose={() => undefined}
      />
    </MantineProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Enregistrer" }));
  expect(onSay).not.toHaveBeenCalled();
  expect(screen.getByRole("alert").textContent).toBe("Il faut d’abord l’accord de la personne.");
  fireEvent.click(screen.getByRole("checkbox"));
  fireEvent.click(screen.getByRole("button", { name: "Enregistrer" }));
  expect(onSay).toHaveBeenCalledWith({ informed: true });
});

it("sends nothing while the address that is awaited is not given", () => {
  const onSay = vi.fn();
  render(
    <MantineProvider>
      <CompleteSheet
        number="MT-1201"
        missing={["address"]}
        onSay={onSay}
        onClose={() => undefined}
      />
    </MantineProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Enregistrer" }));
  expect(onSay).not.toHaveBeenCalled();
  expect(screen.getByText("Donnez l’adresse.")).toBeTruthy();
  fireEvent.change(screen.getByLabelText("Adresse"), { target: { value: "4 allée des Érables" } });
  fireEvent.click(screen.getByRole("button", { name: "Enregistrer" }));
  expect(onSay).toHaveBeenCalledWith({ address_line: "4 allée des Érables" });
});

it("sends what is learnt of the situation, and leaves what is not ticked as it was", () => {
  const onSay = vi.fn();
  render(
    <MantineProvider>
      <CompleteSheet number="MT-1201" missing={["other"]} onSay={onSay} onClose={() => undefined} />
    </MantineProvider>,
  );
  fireEvent.click(screen.getByRole("checkbox", { name: "En ALD" }));
  fireEvent.click(screen.getByRole("button", { name: "Enregistrer" }));
  expect(onSay).toHaveBeenCalledWith({ long_term_illness: true });
});
