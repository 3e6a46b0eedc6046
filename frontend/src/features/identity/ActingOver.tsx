import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useLayoutEffect, useRef, useState } from "react";
import { getMe } from "../../api";
import { actAgain, switchDoctor, useMe } from "../../session";
import { Brand } from "../../ui/Brand";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import classes from "./SessionEnded.module.css";

/**
 * Over a page of a professional for whom the session acts no more: another tab chose somebody else, or the
 * professional stopped the delegation or left. Nothing can be sent from the page underneath until it acts
 * for them again.
 */
export default function ActingOver() {
  const before = useMe();
  const queries = useQueryClient();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { data: now } = useQuery({
    queryKey: ["acting-now"],
    gcTime: 0,
    queryFn: async () => (await getMe({ throwOnError: true })).data,
  });
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const page = before.acting_for;
  const mayReturn = now?.delegations.some((one) => one.delegation_id === page?.delegation_id);
  const others = (now?.delegations ?? []).filter(
    (one) => one.delegation_id !== page?.delegation_id,
  );
  const title = mayReturn
    ? `Vous agissez maintenant pour ${now?.acting_for?.name ?? "quelqu’un d’autre"}`
    : `Vous n’agissez plus pour ${page?.name ?? "cette personne"}`;
  return (
    <dialog
      ref={dialog}
      className={classes.root}
      aria-labelledby={titleId}
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.preventDefault();
      }}
    >
      <div className={classes.body}>
        <Brand community={before.community?.name} />
        {now && (
          <>
            <div>
              <h1 id={titleId}>{title}</h1>
              <p className={classes.hint}>
                {mayReturn
                  ? `Cette page était ouverte pour ${page?.name}. Rien n’a été envoyé depuis.`
                  : "Votre accès a été arrêté, ou ce professionnel a quitté la CPTS. Rien n’a été changé. Pour le retrouver, demandez-lui de vous inviter."}
              </p>
            </div>
            {problem && (
              <Note tone="crit" alert>
                {problem}
              </Note>
            )}
            {mayReturn && page && (
              <Button
                variant="filled"
                size="decision"
                wide
                onClick={async () => setProblem(await actAgain(queries, page.delegation_id))}
              >
                Revenir à {page.name}
              </Button>
            )}
            {others.map(({ delegation_id, name }) => (
              <Button
                key={delegation_id}
                size="decision"
                wide
                onClick={() => void switchDoctor(delegation_id)}
              >
                Continuer pour {name}
              </Button>
            ))}
            {!mayReturn && others.length === 0 && (
              <Button
                variant="filled"
                size="decision"
                wide
                onClick={() => window.location.assign("/")}
              >
                Fermer cette page
              </Button>
            )}
          </>
        )}
      </div>
    </dialog>
  );
}
