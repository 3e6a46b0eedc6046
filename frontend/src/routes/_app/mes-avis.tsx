import { IconPlus } from "@tabler/icons-react";
import { createFileRoute, Link } from "@tanstack/react-router";
import { useUnreadCounts } from "../../features/cases/unread";
import { useOffers } from "../../features/dispatch/offers";
import { OpinionList } from "../../features/second_opinion/OpinionList";
import { useOpinions } from "../../features/second_opinion/opinions";
import { ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";

export const Route = createFileRoute("/_app/mes-avis")({ component: OpinionsPage });

/** Opinions of one professional: to answer, in progress and answered; those asked; those received. */
function OpinionsPage() {
  const { data: offers } = useOffers();
  const taken = useOpinions("taken");
  const asked = useOpinions("asked");
  const received = useOpinions("received");
  const unread = useUnreadCounts();
  const waiting =
    offers?.items.filter((it) => it.state === "pending" && it.card.opinion !== null).length ?? 0;
  const mine = taken.data?.items ?? [];
  const own = asked.data?.items ?? [];
  const given = received.data?.items ?? [];
  const working = mine.filter(({ answered_at, closed_at }) => !answered_at && !closed_at);
  const answered = mine.filter((request) => !working.includes(request));
  const open = own.filter(({ closed_at }) => closed_at === null);
  const yours = open.filter(({ waits_for }) => waits_for === "requester");
  const error = taken.error ?? asked.error ?? received.error;
  const read = taken.data && asked.data && received.data;
  const nothing = read && waiting === 0 && mine.length + own.length + given.length === 0;
  return (
    <Page
      title="Avis"
      column
      aside={
        <ButtonLink
          to="/avis/nouveau"
          variant="filled"
          size="small"
          icon={<IconPlus size={18} stroke={2} aria-hidden="true" />}
        >
          Demander un avis
        </ButtonLink>
      }
    >
      <Refusal error={error} />
      {!read && !error && <Skeletons shape="row" count={4} />}
      {waiting > 0 && (
        <Note tone="accent">
          <Link to="/a-repondre">
            {waiting === 1
              ? "Une demande d’avis attend votre réponse"
              : `${waiting} demandes d’avis attendent votre réponse`}
          </Link>
        </Note>
      )}
      {nothing && (
        <EmptyState title="Aucun avis" drawing>
          Posez une question à un confrère ou à une filière&nbsp;: la réponse se lit ici.
        </EmptyState>
      )}
      <OpinionList title="Avis à rendre" requests={working} unread={unread} />
      <OpinionList title="À lire ou à compléter" requests={yours} unread={unread} />
      <OpinionList
        title="Mes demandes en cours"
        requests={open.filter((request) => !yours.includes(request))}
        unread={unread}
      />
      <OpinionList title="Reçus, pour mes patients" requests={given} unread={unread} />
      <OpinionList title="Avis rendus" requests={answered} unread={unread} />
      <OpinionList
        title="Mes demandes closes"
        requests={own.filter(({ closed_at }) => closed_at !== null)}
        unread={unread}
      />
    </Page>
  );
}
