import { IconArrowLeft } from "@tabler/icons-react";
import { Link, Navigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Offer, UnscheduledCareRequest } from "../../../api";
import { useServerNow } from "../../../clock";
import { OfferToAnswer } from "../../../features/dispatch/OfferToAnswer";
import { useAnswers } from "../../../features/dispatch/offer-answers";
import { closedWord, offerTitle } from "../../../features/dispatch/offer-words";
import { useMyAnswers } from "../../../features/dispatch/offers";
import { useRequest } from "../../../features/unscheduled_care/requests";
import { PROBLEM } from "../../../problems";
import { useMe } from "../../../session";
import { requestTitle } from "../../../titles";
import { ButtonLink } from "../../../ui/Button";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import { QuietRow } from "../../../ui/QuietRow";
import { Skeletons } from "../../../ui/Skeletons";
import { STATUS } from "../../../words";
import { Accepted } from "./Accepted";
import classes from "./OfferScreen.module.css";

/** One offer on its own page: to answer, accepted with all that follows, or closed. */
export function OfferScreen({ offer }: { offer: Offer }) {
  useMyAnswers(useMe().id);
  const refused = useAnswers().refused.get(offer.id)?.type;
  return (
    <Page
      title={offer.case_number}
      focused
      hideTitle
      column
      back={<Back number={offer.case_number} />}
    >
      {refused === "offer_already_answered" && offer.state !== "pending" && (
        <Note tone="warn" alert>
          {PROBLEM.offer_already_answered}
        </Note>
      )}
      {offer.state === "pending" && (
        <>
          <HiddenTitle number={offer.case_number} />
          <ul>
            {/* Once accepted the offer is read again, and this page becomes the page of the request. */}
            <OfferToAnswer offer={offer} onAccepted={() => undefined} />
          </ul>
        </>
      )}
      {offer.request_id && offer.card.kind === "death_certification" && (
        <Navigate to="/deces/$id" params={{ id: offer.request_id }} replace />
      )}
      {offer.request_id && offer.card.kind === "attending_doctor" && (
        <Navigate to="/medecin-traitant/$id" params={{ id: offer.request_id }} replace />
      )}
      {offer.request_id && offer.card.kind === "second_opinion" && (
        <Navigate to="/avis/$id" params={{ id: offer.request_id }} replace />
      )}
      {offer.request_id && offer.card.kind === "hospital_discharge" && (
        <Navigate to="/sorties/$id" params={{ id: offer.request_id }} replace />
      )}
      {offer.request_id && offer.card.kind === "unscheduled_care" && (
        <Mine offer={offer} requestId={offer.request_id} />
      )}
      {offer.state !== "pending" && !offer.request_id && <Closed offer={offer} />}
    </Page>
  );
}

/** The number is read in the bar above; those who hear the page need it as a title. */
function HiddenTitle({ number }: { number: string }) {
  return <h1 className="visually-hidden">Sollicitation {number}</h1>;
}

function Back({ number }: { number: string }) {
  return (
    <>
      <Link to="/a-repondre" className={classes.back} aria-label="À répondre">
        <IconArrowLeft size={24} stroke={1.75} aria-hidden="true" />
      </Link>
      <span className={classes.number}>{number}</span>
    </>
  );
}

function Mine({ offer, requestId }: { offer: Offer; requestId: string }) {
  const { data: request } = useRequest(requestId);
  if (!request) return <Skeletons shape="thread" count={3} />;
  if (request.closed_at !== null) return <Over request={request} />;
  return <Accepted offer={offer} request={request} />;
}

function Over({ request }: { request: UnscheduledCareRequest }) {
  const { shape, word } = STATUS.unscheduled_care[request.state];
  return (
    <Ended>
      <HiddenTitle number={request.number} />
      <QuietRow shape={shape} title={requestTitle(request.need, request.age_band)}>
        {word}. Rien d’autre à faire.
      </QuietRow>
      <ButtonLink to="/demandes/$id" params={{ id: request.id }}>
        Voir le fil
      </ButtonLink>
    </Ended>
  );
}

function Closed({ offer }: { offer: Offer }) {
  const now = useServerNow();
  const { shape, sentence } = closedWord(offer, now);
  return (
    <Ended>
      <HiddenTitle number={offer.case_number} />
      <QuietRow shape={shape} title={offerTitle(offer)}>
        {offer.state === "accepted" ? "Vous n’avez plus cette demande. Merci." : sentence}
      </QuietRow>
      <ButtonLink to="/a-repondre">Retour à vos sollicitations</ButtonLink>
    </Ended>
  );
}

function Ended({ children }: { children: ReactNode }) {
  return <div className={classes.ended}>{children}</div>;
}
