import type { ReactNode } from "react";
import type { Teleconsultation } from "../../../api";
import { phoneWords } from "../../../figures";
import { TELECONSULTATION_REASON } from "../../../teleconsultation-words";
import { hour, relativeHour } from "../../../time";
import { AGE_BAND, ATTENDING_CONTACT } from "../../../words";
import classes from "./Bookings.module.css";
import {
  ATTENDING_STATUS,
  CANCELLATION,
  consentWord,
  EXCEPTION,
  FOLLOW_UP,
  ORIGIN,
  REDIRECT,
  SOLUTION,
  TIE,
} from "./booking-words";

type FactsProps = {
  booking: Teleconsultation;
  now: number;
  /** What the page of the booking alone says. */
  more?: [string, ReactNode][];
};

/** What is known of a booking without the identity. */
export function BookingFacts({ booking, now, more = [] }: FactsProps) {
  const { minor, consent, attending_professional: usual, report_sent: report } = booking;
  const attending = [
    usual?.name ??
      (booking.attending_doctor_status && ATTENDING_STATUS[booking.attending_doctor_status]),
    booking.attending_contact &&
      ATTENDING_CONTACT[booking.attending_contact].toLocaleLowerCase("fr"),
  ];
  const lines: [string, ReactNode][] = [
    ["Motif", TELECONSULTATION_REASON[booking.reason]],
    ["Orientée", booking.redirect && REDIRECT[booking.redirect]],
    ["Qui", booking.age_band && AGE_BAND[booking.age_band]],
    ["Demandée", `${ORIGIN[booking.origin]}, ${relativeHour(booking.created_at, now)}`],
    [
      "Aide sur place",
      booking.assistant?.name ??
        (booking.state === "confirmed" && "Personne, à déplacer ou annuler"),
    ],
    ["Médecin traitant", attending.filter(Boolean).join(", ")],
    [
      "Exception",
      booking.territorial_exception !== "none" && EXCEPTION[booking.territorial_exception],
    ],
    [
      "Adulte présent",
      minor &&
        [
          minor.adult_name,
          minor.tie && TIE[minor.tie],
          minor.phone && phoneWords(minor.phone),
          minor.parental_consent ? "autorité parentale d’accord" : "sans accord parental",
          minor.override_reason,
        ]
          .filter(Boolean)
          .join(", "),
    ],
    ["Accord", consent ? consentWord(consent, now) : "pas encore noté"],
    ...more,
    ["Arrivée", booking.checked_in_at && hour(booking.checked_in_at)],
    ["Commencée", booking.started_at && hour(booking.started_at)],
    ["Finie", booking.ended_at && hour(booking.ended_at)],
    ["Compte rendu", report === null ? null : report ? "envoyé" : "pas encore envoyé"],
    ["Ensuite", booking.follow_up && FOLLOW_UP[booking.follow_up]],
    ["Solution", booking.solution && SOLUTION[booking.solution]],
    ["Annulée", booking.cancellation_reason && CANCELLATION[booking.cancellation_reason]],
  ];
  return (
    <dl className={classes.facts}>
      {lines.map(
        ([label, value]) =>
          value && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
