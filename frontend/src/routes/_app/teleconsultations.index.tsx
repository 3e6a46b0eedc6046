import { createFileRoute } from "@tanstack/react-router";
import { WaitingRoom } from "../../features/teleconsultation/bookings/WaitingRoom";

type Shown = { jour?: string; lieu?: string };

export const Route = createFileRoute("/_app/teleconsultations/")({
  validateSearch: ({ jour, lieu }: Record<string, unknown>): Shown => ({
    ...(typeof jour === "string" && /^20\d{2}-\d{2}-\d{2}$/.test(jour) ? { jour } : {}),
    ...(typeof lieu === "string" && /^[0-9a-f-]{36}$/.test(lieu) ? { lieu } : {}),
  }),
  component: WaitingRoomPage,
});

function WaitingRoomPage() {
  const { jour, lieu } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <WaitingRoom
      day={jour ?? null}
      siteId={lieu ?? null}
      onChange={({ day, siteId }) =>
        void navigate({
          replace: true,
          search: { jour: day ?? undefined, lieu: siteId ?? undefined },
        })
      }
    />
  );
}
