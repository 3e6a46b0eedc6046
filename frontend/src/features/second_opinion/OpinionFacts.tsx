import type { ReactNode } from "react";
import type { SecondOpinionRequest } from "../../api";
import { useServerNow } from "../../clock";
import { OPINION_URGENCY } from "../../opinion-words";
import { relativeHour } from "../../time";
import { type Fact, FactList } from "../../ui/FactList";
import { PhoneLink } from "../../ui/PhoneLink";
import classes from "./OpinionFacts.module.css";
import { askedWords, attendingWords, OPINION_SOLUTION, personWords } from "./words";

type OpinionFactsProps = {
  request: SecondOpinionRequest;
  /** The line of the person, where their identity can be read. */
  person?: ReactNode;
};

function Called({ name, phone }: { name: string; phone: string | null }) {
  if (!phone) return name;
  return (
    <>
      {name}, <PhoneLink phone={phone} />
    </>
  );
}

/** What is known of a request without the identity, and nothing medical. */
export function OpinionFacts({ request, person }: OpinionFactsProps) {
  const now = useServerNow();
  const { professional, professional_phone, requester_name, requester_phone } = request;
  const lines: Fact[] = [
    ["Personne", person ?? personWords(request)],
    ["Spécialité", request.specialty_label],
    ["Adressée à", askedWords(request)],
    [
      "Demandé par",
      <Called
        key="asker"
        name={request.is_mine ? "vous" : requester_name}
        phone={request.is_mine ? null : requester_phone}
      />,
    ],
    [
      "Réponse souhaitée",
      `${OPINION_URGENCY[request.urgency].toLocaleLowerCase("fr")}, avant ${relativeHour(request.answer_before, now)}`,
    ],
    [
      "Pris par",
      professional && (
        <Called
          name={request.has_taken ? "vous" : professional.name}
          phone={request.has_taken ? null : professional_phone}
        />
      ),
    ],
    ["Médecin traitant", attendingWords(request)],
    ["Close", request.solution && OPINION_SOLUTION[request.solution]],
  ];
  return <FactList facts={lines} className={classes.facts} />;
}
