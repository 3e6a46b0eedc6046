import type { ReactNode } from "react";
import type { HospitalDischargeRequest } from "../../api";
import { useServerNow } from "../../clock";
import { DISCHARGE_AUTONOMY } from "../../discharge-words";
import { longDay, noonOf, numericDate, relativeDay, relativeHour } from "../../time";
import { type Fact, FactList } from "../../ui/FactList";
import { PhoneLink } from "../../ui/PhoneLink";
import { AGE_BAND } from "../../words";
import classes from "./Discharge.module.css";
import { CANCELLATION, checkWord, FRAGILITY } from "./words";

function dayWord(day: string, now: number): string {
  const of = relativeDay(noonOf(day), now);
  return of === "aujourd’hui" || of === "demain" || of === "hier" ? of : longDay(noonOf(day));
}

function prescription(request: HospitalDischargeRequest): string | null {
  const { prescription_signed: signed, prescription_from: from, prescription_until: to } = request;
  const dates = [from && `du ${numericDate(from)}`, to && `au ${numericDate(to)}`];
  return [signed ? "signée" : "pas signée", dates.filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(", ");
}

function checks(request: HospitalDischargeRequest, now: number): string {
  return request.checks
    .map(({ kind, due_on, all_in_place }) => {
      const said =
        all_in_place === null
          ? dayWord(due_on, now)
          : all_in_place
            ? "tout est en place"
            : "quelque chose manque";
      return `${checkWord(kind, request.check_days)}\u00a0: ${said}`;
    })
    .join(" · ");
}

type DischargeFactsProps = {
  request: HospitalDischargeRequest;
  /** The line of the person, where their identity can be read. */
  person?: ReactNode;
};

/** What is known of a discharge without the identity. */
export function DischargeFacts({ request, person }: DischargeFactsProps) {
  const now = useServerNow();
  const { requester_phone: phone, postponed_from: before } = request;
  const people = [request.attending_professional, ...request.usual_professionals];
  const home = [
    request.age_band && AGE_BAND[request.age_band],
    request.autonomy !== "unknown" && DISCHARGE_AUTONOMY[request.autonomy].toLocaleLowerCase("fr"),
    request.lives_alone && "vit seule",
  ];
  const lines: Fact[] = [
    ["Personne", person],
    [
      "Retour prévu",
      [dayWord(request.planned_on, now), before && `reporté, ${dayWord(before, now)} auparavant`]
        .filter(Boolean)
        .join(", "),
    ],
    ["Rentrée", request.went_home_at && relativeHour(request.went_home_at, now)],
    ["Où", request.sector ?? request.commune_name],
    ["Qui", home.filter(Boolean).join(", ")],
    [
      "Service",
      <>
        {[request.requester_name, request.caller_name].filter(Boolean).join(", ")}
        {phone && !request.is_mine && (
          <>
            , <PhoneLink phone={phone} />
          </>
        )}
      </>,
    ],
    ["Déjà autour", people.flatMap((one) => (one ? [one.name] : [])).join(", ")],
    ["Ordonnance", prescription(request)],
    ["Lettre de liaison", request.liaison_letter_sent ? "envoyée par MSSanté" : "pas encore"],
    ["Fragilités", request.fragilities.map((one) => FRAGILITY[one]).join(", ")],
    ["PRADO", request.prado_proposed && "déjà proposé"],
    ["Pour qui vient", request.note],
    ["Vérifications", checks(request, now)],
    ["Annulée", request.cancellation_reason && CANCELLATION[request.cancellation_reason]],
  ];
  return <FactList facts={lines} className={classes.facts} />;
}
