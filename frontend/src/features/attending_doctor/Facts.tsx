import type { ReactNode } from "react";
import type { AttendingDoctorRequest } from "../../api";
import { useServerNow } from "../../clock";
import { numericDate, relativeDay } from "../../time";
import { type Fact, FactList } from "../../ui/FactList";
import { Level } from "../../ui/Level";
import { PhoneLink } from "../../ui/PhoneLink";
import { ABSENCE, SOURCE, waitedWords } from "./attending-words";
import classes from "./Facts.module.css";

const yesNo = (said: boolean | null, no = "Non") => (said === null ? null : said ? "Oui" : no);

type FactsProps = {
  request: AttendingDoctorRequest;
  /** The line of the person, where their identity can be read. */
  person?: ReactNode;
};

/** What is known of a person without their identity; each reads what the server tells them. */
export function Facts({ request, person }: FactsProps) {
  const now = useServerNow();
  const { requester_phone: phone, professional, professional_phone: doctorPhone } = request;
  const reason = request.absence_reason && ABSENCE[request.absence_reason];
  const retires = request.retires_on && `le ${numericDate(request.retires_on)}`;
  const lines: Fact[] = [
    ["Personne", person],
    ["Priorité", request.level && <Level level={request.level} />],
    ["Attend depuis", request.closed_at === null && waitedWords(request.waiting_days)],
    ["ALD", yesNo(request.long_term_illness)],
    ["Visites", yesNo(request.home_visit, "Non, se déplace")],
    ["Fauteuil", request.wheelchair && "Oui"],
    ["Grossesse", request.pregnancy && "Oui"],
    ["Handicap", request.disability && "Oui"],
    ["C2S ou AME", request.social_cover && "Oui"],
    ["Sortie d’hôpital", request.discharged_on && numericDate(request.discharged_on)],
    ["Interprète", request.interpreter],
    ["Sans médecin", [reason, retires].filter(Boolean).join(", ")],
    ["Ancien médecin", request.former_doctor],
    [
      "Au foyer",
      request.household_without_doctor && `${request.household_without_doctor} sans médecin`,
    ],
    [
      "Demandé par",
      (request.requester_name || request.source) && (
        <>
          {request.requester_name ?? (request.source && SOURCE[request.source])}
          {phone && (
            <>
              , <PhoneLink phone={phone} />
            </>
          )}
        </>
      ),
    ],
    [
      "Médecin",
      professional && (
        <>
          {professional.name}
          {doctorPhone && (
            <>
              , <PhoneLink phone={doctorPhone} />
            </>
          )}
        </>
      ),
    ],
    [
      "Rendez-vous",
      request.first_appointment_on && relativeDay(noon(request.first_appointment_on), now),
    ],
  ];
  return <FactList facts={lines} className={classes.root} />;
}

/** A day as an instant that is on it in every time zone of France. */
function noon(day: string): string {
  return `${day}T12:00:00Z`;
}
