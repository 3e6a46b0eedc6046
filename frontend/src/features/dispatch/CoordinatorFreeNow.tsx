import { IconPhone } from "@tabler/icons-react";
import { useServerNow } from "../../clock";
import { phoneHref } from "../../figures";
import { atHour, hour, millis } from "../../time";
import { ButtonAnchor } from "../../ui/Button";
import classes from "./Coordinator.module.css";
import { useCallOffers, useCandidates, useOpenNow } from "./coordinator";
import { candidateLine, openWord } from "./coordinator-words";

const SHOWN = 2;

function Line(props: { name: string; detail: string; phone: string }) {
  return (
    <li>
      <span>
        <b>{props.name}</b> <small>{props.detail}</small>
      </span>
      <ButtonAnchor
        href={phoneHref(props.phone)}
        size="row"
        icon={<IconPhone size={16} stroke={1.75} aria-hidden="true" />}
        aria-label={`Appeler ${props.name}`}
      >
        Appeler
      </ButtonAnchor>
    </li>
  );
}

/** Whom to call first, from their own agendas, and the places that are open now. */
export function CoordinatorFreeNow({ dispatchId }: { dispatchId: string | null }) {
  return dispatchId ? <FreeNow dispatchId={dispatchId} /> : null;
}

function FreeNow({ dispatchId }: { dispatchId: string }) {
  const now = useServerNow();
  const asked = useCandidates(dispatchId).data;
  const candidates = asked?.items ?? [];
  const places = useOpenNow().data?.items ?? [];
  const free = candidates.filter(({ eligible, slots, phone }) => eligible && phone && slots[0]);
  const open = places.filter(({ is_open, phone }) => is_open && phone);
  const offers = useCallOffers(asked !== undefined && free.length === 0).data?.items ?? [];
  const calls = free.length === 0 ? offers : [];
  if (free.length + open.length + calls.length === 0) return null;
  return (
    <div className={classes.free}>
      <p>{calls.length > 0 ? "Personne de libre" : "Libres maintenant, d’après leurs agendas"}</p>
      <ul>
        {calls.slice(0, SHOWN).map(({ professional, phone, from_at, until_at }) => (
          <Line
            key={professional.id}
            name={professional.name}
            detail={
              millis(from_at) <= now
                ? `accepte un appel jusqu’à ${hour(until_at)}`
                : `accepte un appel ${atHour(from_at, now)}`
            }
            phone={phone}
          />
        ))}
        {free.slice(0, SHOWN).map((candidate) => (
          <Line
            key={candidate.professional.id}
            name={candidate.professional.name}
            detail={candidateLine(candidate, now)}
            phone={candidate.phone ?? ""}
          />
        ))}
        {open.slice(0, SHOWN).map((place) => (
          <Line
            key={place.organisation_id}
            name={place.name}
            detail={openWord(place, now)}
            phone={place.phone ?? ""}
          />
        ))}
      </ul>
    </div>
  );
}
