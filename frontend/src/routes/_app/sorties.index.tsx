import { IconPlus } from "@tabler/icons-react";
import { createFileRoute } from "@tanstack/react-router";
import { useUnreadCounts } from "../../features/cases/unread";
import { DischargeList } from "../../features/hospital_discharge/DischargeList";
import { useDischarges } from "../../features/hospital_discharge/requests";
import { useMe } from "../../session";
import { ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";

export const Route = createFileRoute("/_app/sorties/")({ component: DischargesPage });

/** The discharges that one may see: of a ward its own, what must move first on top. */
function DischargesPage() {
  const me = useMe();
  const { data, error } = useDischarges("all");
  const open = data?.items.filter(({ closed_at }) => closed_at === null) ?? [];
  const home = open.filter(({ went_home_at }) => went_home_at !== null);
  const late = open.filter((it) => it.went_home_at === null && it.late);
  const others = open.filter((it) => it.went_home_at === null && !it.late);
  const closed = data?.items.filter(({ closed_at }) => closed_at !== null) ?? [];
  const unread = useUnreadCounts();
  const coordinates = me.scopes.includes("board:read");
  return (
    <Page
      title="Sorties d’hôpital"
      column
      aside={
        me.scopes.includes("discharges:write") && (
          <ButtonLink
            to="/sorties/nouvelle"
            search={coordinates ? { appel: true } : {}}
            variant="filled"
            size="small"
            icon={<IconPlus size={18} stroke={2} aria-hidden="true" />}
          >
            Préparer
          </ButtonLink>
        )
      }
    >
      <Refusal error={error} />
      {!data && !error && <Skeletons shape="row" count={3} />}
      {data?.items.length === 0 && (
        <EmptyState title="Aucune sortie" drawing>
          Celles que vous préparez se suivent ici, besoin par besoin, jusqu’à la dernière
          vérification au domicile.
        </EmptyState>
      )}
      <DischargeList title="Sans infirmier, retour proche" requests={late} unread={unread} />
      <DischargeList title="À préparer" requests={others} unread={unread} />
      <DischargeList title="Rentrées à domicile" requests={home} unread={unread} />
      <DischargeList title="Closes" requests={closed} unread={unread} />
    </Page>
  );
}
