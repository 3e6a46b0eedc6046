import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { AttendingDoctorCapacity, Community } from "../../api";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { Capacity } from "./Capacity";

const CAPACITY: AttendingDoctorCapacity = {
  version: 3,
  volunteers: true,
  this_month: { month: "2026-11", quota: 2, accepted: 2, pending: 0, left: 0 },
  next_month: { month: "2026-12", quota: 5, accepted: 0, pending: 0, left: 5 },
  home_visits: true,
  sectors: [],
  pause_from: null,
  pause_to: null,
  in_six_months: null,
  declared_at: "2026-11-02T09:00:00Z",
  fair_share: 2.2,
};

it("takes one person more this month, and not only from the next one on", () => {
  const queries = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
  });
  const community = { communes: [{ insee: "94081", name: "Vitry" }], sectors: [] };
  queries.setQueryData(getCommunityOptions().queryKey, community as unknown as Community);
  const onSaved = vi.fn();
  const shows = (saved: string | null) => (
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <Capacity
          capacity={CAPACITY}
          saved={saved}
          onSaved={onSaved}
          onVolunteer={() => undefined}
        />
      </QueryClientProvider>
    </MantineProvider>
  );
  const { rerender } = render(shows("2026-12"));
  expect(screen.getByText("Enregistré, dès décembre.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Confirmer pour décembre" })).toBeTruthy();
  fireEvent.click(screen.getByRole("radio", { name: "Dès novembre" }));
  fireEvent.click(screen.getByRole("button", { name: "Une personne de plus" }));
  // What was kept is no longer what stands on screen.
  expect(onSaved).toHaveBeenLastCalledWith(null);
  rerender(shows(null));
  expect(screen.getByRole("status").textContent).toBe("3");
  expect(screen.getByRole("button", { name: "Confirmer pour novembre" })).toBeTruthy();
});
