import { createFileRoute } from "@tanstack/react-router";
import { getAttendingDoctorForm } from "../api";
import { NoSuchForm } from "../features/attending_doctor/public/NoSuchForm";
import { PublicFormScreen } from "../features/attending_doctor/public/PublicFormScreen";
import { isProblem } from "../problems";
import { setTerritoryZone } from "../time";

/** The public form of a community, by its FINESS: what posters and QR codes lead to. */
export const Route = createFileRoute("/sans-medecin/$finess")({
  loader: async ({ params }) => {
    const { data, error } = await getAttendingDoctorForm({ path: { finess: params.finess } });
    if (data) {
      setTerritoryZone(data.time_zone);
      return data;
    }
    if (isProblem(error) && (error.type === "not_found" || error.type === "invalid_input")) {
      return null;
    }
    throw error;
  },
  component: PublicFormPage,
});

function PublicFormPage() {
  const shown = Route.useLoaderData();
  const { finess } = Route.useParams();
  return shown ? <PublicFormScreen finess={finess} shown={shown} /> : <NoSuchForm />;
}
