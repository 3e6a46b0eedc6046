import { useQuery } from "@tanstack/react-query";
import { endMyOtherSessions, endMySession, type OpenSession } from "../../api";
import { listMySessionsOptions } from "../../api/@tanstack/react-query.gen";
import { serverNow } from "../../clock";
import { useMe } from "../../session";
import { atHour } from "../../time";
import { Button, ButtonAnchor, ButtonLink } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { useWrite } from "../../writes";
import classes from "./ConnectionsScreen.module.css";
import rows from "./OwnRows.module.css";

/** Where one is signed in, and the way out of each: a phone that is lost, a page left open. */
export function ConnectionsScreen() {
  const { practices } = useMe();
  const { data, error } = useQuery(listMySessionsOptions());
  const endAll = useWrite((_: null, key: string) =>
    endMyOtherSessions({ headers: { "Idempotency-Key": key }, throwOnError: true }),
  );
  const others = data?.items.filter(({ current }) => !current) ?? [];
  return (
    <Page title="Mes connexions" column>
      <div className={classes.root}>
        <p className={rows.help}>
          Un appareil que vous ne reconnaissez pas&nbsp;? Déconnectez-le, puis changez de mot de
          passe.
        </p>
        <Refusal error={(!data && error) || endAll.error} />
        {!data && !error && <Skeletons shape="row" count={2} />}
        {data && (
          <ul className={rows.list} aria-label="Mes connexions">
            {data.items.map((one) => (
              <Connection key={one.id} one={one} />
            ))}
          </ul>
        )}
        {data?.own_password && (
          <ButtonLink to="/mon-mot-de-passe">Changer de mot de passe</ButtonLink>
        )}
        <ButtonLink to="/double-authentification">Double authentification</ButtonLink>
        {practices.length > 1 && (
          <ButtonAnchor href="/pro-sante-connect?retour=/mes-connexions">
            Changer d’exercice
          </ButtonAnchor>
        )}
        {others.length > 1 && (
          <Button busy={endAll.isPending && "Déconnexion…"} onClick={() => endAll.mutate(null)}>
            Déconnecter les {others.length} autres
          </Button>
        )}
      </div>
    </Page>
  );
}

function Connection({ one }: { one: OpenSession }) {
  const end = useWrite((_: null, key: string) =>
    endMySession({
      path: { session_id: one.id },
      headers: { "Idempotency-Key": key },
      throwOnError: true,
    }),
  );
  const device = one.device ?? "Appareil inconnu";
  const seen = one.current ? "cet appareil" : `vu ${atHour(one.last_seen_at, serverNow())}`;
  const proved = [
    one.practice?.profession,
    one.practice?.place,
    one.pro_sante_connect && "par Pro Santé Connect",
  ]
    .filter(Boolean)
    .join(", ");
  return (
    <li>
      <div>
        <b>{device}</b>
        <span className={rows.help}>
          Connecté {atHour(one.opened_at, serverNow())}, {seen}
        </span>
        {proved && <span className={rows.help}>{proved}</span>}
        <Refusal error={end.error} />
      </div>
      {!one.current && (
        <Button
          size="small"
          aria-label={`Déconnecter ${device}`}
          busy={end.isPending && "Déconnexion…"}
          onClick={() => end.mutate(null)}
        >
          Déconnecter
        </Button>
      )}
    </li>
  );
}
