import type { ReactNode } from "react";
import type { UnscheduledCareRequest } from "../../api";
import { useServerNow } from "../../clock";
import { hour, numericDate, relativeDay } from "../../time";
import { type Fact, FactList } from "../../ui/FactList";
import { PhoneLink } from "../../ui/PhoneLink";
import { ATTENDING_CONTACT, MOBILITY, SOLUTION } from "../../words";
import classes from "./RequestFacts.module.css";

/** "aujourd’hui avant 20:00". */
export function wishedWord(at: string | null, now: number): string | null {
  return at === null ? null : `${relativeDay(at, now)} avant ${hour(at)}`;
}

/** "Dr Obadia, en congé", "aucun", "non précisé". */
export function attendingWord(request: UnscheduledCareRequest): string {
  const { attending_professional: doctor, attending_contact: contact } = request;
  if (doctor) {
    const called = contact && contact !== "not_called" ? ATTENDING_CONTACT[contact] : null;
    return [doctor.name, called?.toLocaleLowerCase("fr")].filter(Boolean).join(", ");
  }
  return request.attending_doctor_status === "none" ? "aucun" : "non précisé";
}

function requester(request: UnscheduledCareRequest): string {
  if (request.is_mine) return "vous";
  const { requester_organisation: place, requester_name: name } = request;
  if (place) return place === name ? name : `${place}, ${name}`;
  return [name, request.requester_profession].filter(Boolean).join(", ");
}

type RequestFactsProps = {
  request: UnscheduledCareRequest;
  /** `panel`: label and value on one line. `page`: one above the other. */
  look: "panel" | "page";
  /** The line of the person, where their identity can be read. */
  person?: ReactNode;
};

/** What is known of a request without the identity. */
export function RequestFacts({ request, look, person }: RequestFactsProps) {
  const now = useServerNow();
  const where = [
    request.sector ?? request.commune_name,
    request.mobility && MOBILITY[request.mobility].toLocaleLowerCase("fr"),
  ].filter(Boolean);
  const lines: Fact[] = [
    ["À voir", wishedWord(request.wished_before, now)],
    ["Où", where.join(", ")],
    ["Patient", person],
    [
      "Demandé par",
      <>
        {requester(request)}
        {request.requester_phone && !request.is_mine && (
          <>
            {look === "panel" ? ", " : <br />}
            <PhoneLink phone={request.requester_phone} />
          </>
        )}
      </>,
    ],
    ["Médecin traitant", request.attending_doctor_status && attendingWord(request)],
    [
      "Habituels",
      request.usual_professionals.length > 0 &&
        request.usual_professionals.map(({ name }) => name).join(", "),
    ],
    ["Interprète", request.interpreter],
    [
      "Signes d’alerte",
      look === "page" &&
        request.red_flags_cleared_at &&
        `écartés à ${hour(request.red_flags_cleared_at)}`,
    ],
    ["Note", request.note],
    [
      "Pris par",
      request.professional && (
        <>
          {request.professional.name}
          {request.professional_phone && (
            <>
              {", "}
              <PhoneLink phone={request.professional_phone} />
            </>
          )}
        </>
      ),
    ],
    ["Orientation", request.solution && SOLUTION[request.solution]],
  ];
  return <FactList facts={lines} className={classes.root} look={look} />;
}

/** Until when the identity is kept. */
export function erasureWord(request: UnscheduledCareRequest): string | null {
  const on = request.identity_erased_on;
  if (request.closed_at === null) return null;
  if (request.person_id === null || on === null) return "L’identité est effacée.";
  return `L’identité sera effacée le ${numericDate(on)}. Le reste compte pour les statistiques.`;
}
