import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { NextSlots, ProfessionalHit } from "../../api";
import { Result } from "./Result";

const HIT: ProfessionalHit = {
  professional: {
    id: "01a00000-0000-7000-8000-000000000001",
    name: "Dr Odile Barsac",
    profession_code: "10",
    profession_label: "Médecin",
    specialty_label: "Médecine générale",
    sector: "Centre",
    commune_name: "Vitry-sur-Seine",
  },
  practice_id: null,
  practice_name: null,
  address_line: null,
  latitude: null,
  longitude: null,
  phone: null,
  distance_km: null,
  is_member: true,
  accepts_new_patients: null,
  home_visits: null,
  unscheduled_care: true,
  unconfirmed_since: null,
  first_free_at: null,
  score: 1,
};

async function row(hit: Partial<ProfessionalHit>, slots?: Partial<NextSlots>): Promise<string> {
  const one = slots && ({ professional_id: HIT.professional.id, ...slots } as NextSlots);
  const route = createRootRoute({
    component: () => (
      <ul>
        <Result
          hit={{ ...HIT, ...hit }}
          slots={one}
          presentUntil={undefined}
          hovered={false}
          onHover={() => {}}
        />
      </ul>
    ),
  });
  const router = createRouter({ routeTree: route, history: createMemoryHistory() });
  const { unmount } = render(<RouterProvider router={router as never} />);
  const text = (await screen.findByRole("listitem")).textContent ?? "";
  unmount();
  return text.replaceAll("\u00a0", " ");
}

describe("one line of the directory", () => {
  it("says since when nobody confirmed the page, and nothing of a page that holds", async () => {
    expect(await row({ unconfirmed_since: "2026-06-14" })).toContain(
      "Non confirmée depuis juin 2026",
    );
    expect(await row({})).not.toContain("confirmée");
  });

  it("gives the first free time before the slots of the line are read, then how many within a day", async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    expect(await row({ first_free_at: soon })).toContain("sous 24 h");
    const time = { slot_id: "a", practice_id: "b", starts_at: soon, ends_at: soon };
    expect(await row({}, { next: [time], within_24_hours: 3 })).toContain("3 créneaux sous 24 h");
    const later = await row({}, { next: [time], within_24_hours: 0 });
    expect(later).not.toContain("sous 24 h");
    expect(await row({}, { next: [], within_24_hours: 0 })).toContain("aucun sous 7 jours");
  });
});
