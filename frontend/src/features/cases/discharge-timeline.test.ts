import { describe, expect, it } from "vitest";
import { dischargeTold } from "./discharge-timeline";
import { entryOf } from "./test-entries";

describe("a line of one need on the thread of a discharge", () => {
  it("names the need and goes on in the same sentence", () => {
    const entry = entryOf("wave_opened", { discharge_need: "nurse" });
    const said = { title: "Réseau sollicité" };
    expect(dischargeTold(entry, said).title).toBe("Infirmier\u00a0: réseau sollicité");
  });

  it("keeps the capital of a name, with a title before it or not", () => {
    for (const professional_name of ["Hugo Delannoy", "Dr Camille Aubertin"]) {
      const entry = entryOf("offer_accepted", { discharge_need: "pharmacist", professional_name });
      const said = { title: `${professional_name} accepte` };
      expect(dischargeTold(entry, said).title).toBe(
        `Pharmacien\u00a0: ${professional_name} accepte`,
      );
    }
  });
});
