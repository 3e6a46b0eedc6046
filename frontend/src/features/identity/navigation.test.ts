import { describe, expect, it } from "vitest";
import type { Me } from "../../api";
import { home, isClosed, navigation } from "./navigation";

function someone(...scopes: string[]): Me {
  return { scopes } as Me;
}

const doctor = someone(
  "directory:read",
  "availability:write",
  "offers:answer",
  "requests:write",
  "notifications:read",
  "membership:write",
);
const secretary = someone("directory:read", "availability:write", "requests:write");
const coordinator = someone(
  "board:read",
  "requests:write",
  "directory:read",
  "notifications:read",
  "preferences:write",
  "deliveries:read",
  "rules:read",
);
const townHall = someone("requests:read", "cases:read", "notifications:read");

const words = (items: { label: string }[]) => items.map((item) => item.label);

describe("the navigation", () => {
  it("takes each to where their work is", () => {
    expect([doctor, coordinator, townHall].map(home)).toEqual([
      "/a-repondre",
      "/tableau",
      "/accueil",
    ]);
    expect(home(someone("requests:write"))).toBe("/mes-demandes");
    expect(home(secretary)).toBe("/agenda");
    expect(home(someone("audit:read", "rules:read"))).toBe("/traces");
  });

  it("puts the five places of a professional under the thumb", () => {
    expect(words(navigation(doctor, {}).tabs)).toEqual([
      "À répondre",
      "Agenda",
      "Demander",
      "Annuaire",
      "Moi",
    ]);
  });

  it("has a short word under the thumb for what a phone would cut", () => {
    const regulator = someone("regulation:read", "requests:write");
    const { sections, tabs } = navigation(regulator, {});
    expect(words(tabs)).toEqual(["Créneaux", "Demander", "Demandes", "Suivi"]);
    expect(sections.flatMap((section) => words(section.items))).toContain("Disponibilités");
  });

  it("takes a ward to its discharges, and who comes to a person to the page of theirs alone", () => {
    const ward = someone("requests:read", "requests:write", "discharges:write");
    const nurse = someone("requests:read", "requests:write", "offers:answer");
    expect(home(ward)).toBe("/sorties");
    expect(["/sorties", "/sorties/nouvelle", "/sorties/1"].map((to) => isClosed(ward, to))).toEqual(
      [false, false, false],
    );
    expect(
      ["/sorties", "/sorties/nouvelle", "/sorties/1"].map((to) => isClosed(nurse, to)),
    ).toEqual([true, true, false]);
  });

  it("leads a pharmacy to its site, and keeps the census for the coordination", () => {
    const pharmacy = someone("requests:write", "teleconsultation_sites:read");
    const { sections } = navigation(pharmacy, {});
    expect(sections.flatMap((section) => words(section.items))).toContain("Téléconsultation");
    expect(
      ["/teleconsultation/sites/1", "/teleconsultation/recensement"].map((to) =>
        isClosed(pharmacy, to),
      ),
    ).toEqual([false, true]);
  });

  it("shows no place that the server would refuse", () => {
    const { sections } = navigation(townHall, {});
    expect(sections.flatMap((section) => words(section.items))).toEqual(["Accueil", "Messages"]);
  });

  it("closes the pages whose place is not shown, and what stands under them", () => {
    const closed = (me: Me) =>
      ["/annuaire", "/annuaire/1", "/tableau", "/agenda", "/a-repondre/2", "/demandes/3"].filter(
        (pathname) => isClosed(me, pathname),
      );
    expect(closed(townHall)).toEqual([
      "/annuaire",
      "/annuaire/1",
      "/tableau",
      "/agenda",
      "/a-repondre/2",
    ]);
    expect(closed(doctor)).toEqual(["/tableau"]);
    expect(closed(coordinator)).toEqual(["/agenda", "/a-repondre/2"]);
    expect(closed(secretary)).toEqual(["/tableau", "/a-repondre/2"]);
    for (const own of ["/moi", "/moi/secretariat", "/mes-agendas"]) {
      expect(isClosed(secretary, own)).toBe(true);
    }
    expect(isClosed(coordinator, "/moi")).toBe(true);
    expect(isClosed(coordinator, "/moi/notifications")).toBe(false);
  });

  it("carries the counts of what waits", () => {
    const { sections } = navigation(coordinator, { board: 3, deliveries: 2 });
    const counted = sections.flatMap((section) => section.items).filter((item) => item.count);
    expect(counted.map((item) => [item.label, item.count])).toEqual([
      ["Tableau", 3],
      ["Envois", 2],
    ]);
  });
});
