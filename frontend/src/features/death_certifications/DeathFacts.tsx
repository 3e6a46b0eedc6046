import type { ReactNode } from "react";
import type { DeathCertificationRequest } from "../../api";
import { useServerNow } from "../../clock";
import { CHANNEL, CLOSED_BY } from "../../death-words";
import { relativeHour } from "../../time";
import { type Fact, FactList } from "../../ui/FactList";
import { PhoneLink } from "../../ui/PhoneLink";
import { ATTENDING_CONTACT, DEATH_PLACE_KIND, DEATH_PROFESSION } from "../../words";
import classes from "./Wizard.module.css";
import { FEE_PERIOD, FEE_TIME, REQUESTER_KIND } from "./words";

function told(yes: boolean | null, words: string): string | null {
  return yes === null ? null : yes ? words : `${words}\u00a0: non`;
}

function attending(request: DeathCertificationRequest): string {
  const name = request.attending_professional?.name ?? request.attending_doctor_name;
  if (!name) return request.attending_doctor_status === "none" ? "aucun" : "non connu";
  const contact = request.attending_contact;
  const called = contact && contact !== "not_called" ? ATTENDING_CONTACT[contact] : null;
  return [name, called?.toLocaleLowerCase("fr")].filter(Boolean).join(", ");
}

function fees({ fee_hints }: DeathCertificationRequest): ReactNode {
  if (fee_hints.length === 0) return null;
  return (
    <>
      {fee_hints.map(({ by, period, amount_euros }) => (
        <span key={by} className={classes.fee}>
          {amount_euros === null ? "pas de forfait" : `${amount_euros}\u00a0€`},{" "}
          {FEE_PERIOD[period]} ({FEE_TIME[by]})
        </span>
      ))}
      <small>À titre indicatif. Rien n’est calculé ni payé ici.</small>
    </>
  );
}

type DeathFactsProps = {
  request: DeathCertificationRequest;
  /** The line of the person, where their identity can be read. */
  person?: ReactNode;
};

/** What is known of a request without the identity. */
export function DeathFacts({ request, person }: DeathFactsProps) {
  const now = useServerNow();
  const { requester_phone: phone, professional, professional_phone } = request;
  const asked = [
    request.requester_name,
    request.requester_function,
    request.requester_organisation ?? REQUESTER_KIND[request.requester_kind],
  ];
  const informed = [
    told(request.town_hall_informed, "mairie informée"),
    told(request.attending_doctor_informed, "médecin traitant informé"),
  ];
  const lines: Fact[] = [
    ["Personne", person],
    [
      "Lieu",
      [
        request.place_kind && DEATH_PLACE_KIND[request.place_kind],
        request.sector ?? request.commune_name,
      ]
        .filter(Boolean)
        .join(", "),
    ],
    ["Trouvée", request.found_at && relativeHour(request.found_at, now)],
    [
      "Décès",
      request.death_estimated_at &&
        `${request.death_precision === "approximate" ? "vers " : ""}${relativeHour(request.death_estimated_at, now)}`,
    ],
    [
      "Qui peut venir",
      request.state !== "out_of_scope" &&
        request.profession_sought &&
        DEATH_PROFESSION[request.profession_sought],
    ],
    ["Médecin traitant", attending(request)],
    [
      "Demandé par",
      <>
        {[...new Set(asked.filter(Boolean))].join(", ")}
        {phone && !request.is_mine && (
          <>
            , <PhoneLink phone={phone} />
          </>
        )}
      </>,
    ],
    [
      "Pris par",
      professional && (
        <>
          {professional.name}
          {professional_phone && (
            <>
              , <PhoneLink phone={professional_phone} />
            </>
          )}
        </>
      ),
    ],
    ["Opérateur funéraire", request.funeral_operator_waiting === "yes" && "attend sur place"],
    ["Pour qui vient", request.note],
    [
      "Certificat",
      request.certificate_channel &&
        [CHANNEL[request.certificate_channel], ...informed].filter(Boolean).join(", "),
    ],
    ["Close", request.closed_by && CLOSED_BY[request.closed_by]],
    ["Tarif", fees(request)],
    [
      "Limite de transport",
      request.transport_limit_at && relativeHour(request.transport_limit_at, now),
    ],
  ];
  return <FactList facts={lines} className={classes.facts} />;
}
