import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { SessionEnd } from "../../answers";
import type { FactorAsked } from "../../api";
import { getInstanceOptions } from "../../api/@tanstack/react-query.gen";
import { doorAgain } from "../../entry";
import { useMe } from "../../session";
import { Brand } from "../../ui/Brand";
import { signedInElsewhere } from "./again";
import { ASKED } from "./asked";
import { ProSanteConnect } from "./ProSanteConnect";
import classes from "./SessionEnded.module.css";
import { SignInForm } from "./SignInForm";
import { byProSanteConnect } from "./way";

/** What is known of why, and no more. */
const ENDED: Record<SessionEnd, (minutes: number | null) => string> = {
  idle: (minutes) =>
    minutes === null
      ? "Votre session s’est fermée, sans activité"
      : `Votre session s’est fermée après ${minutes}\u00a0min sans activité`,
  ended: () => "Votre session a été fermée ailleurs",
  unknown: () => "Vous n’êtes plus connecté",
};

/**
 * The door again, over the page whose session has ended. The page stays underneath, hidden, so that
 * nothing typed is lost; somebody else who signs in starts from a new one.
 */
export default function SessionEnded({ end }: { end: SessionEnd }) {
  const me = useMe();
  const queries = useQueryClient();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState({ email: "", password: "" });
  const [asked, setAsked] = useState<FactorAsked | null>(null);
  const { data: instance } = useQuery(getInstanceOptions());
  useEffect(() => {
    const look = () => void signedInElsewhere(queries, me).catch(() => {});
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [queries, me]);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
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
        <Brand community={me.community?.name} />
        <div>
          <h1 id={titleId}>{asked ? ASKED : ENDED[end](me.idle_minutes)}</h1>
          <p className={classes.hint}>
            {asked
              ? "Vous reviendrez ici, comme vous l’avez laissé."
              : "Reconnectez-vous, vous reviendrez ici, comme vous l’avez laissé."}
          </p>
        </div>
        {!asked && instance?.pro_sante_connect && (
          <div>
            <ProSanteConnect address={byProSanteConnect()} apart />
            <p className={classes.hint}>Dans un nouvel onglet. Revenez ensuite ici.</p>
          </div>
        )}
        <SignInForm
          typed={typed}
          onType={setTyped}
          door={doorAgain(queries, me)}
          asked={asked}
          onAsked={setAsked}
        />
      </div>
    </dialog>
  );
}
