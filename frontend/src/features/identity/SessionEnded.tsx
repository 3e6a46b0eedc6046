import { useQueryClient } from "@tanstack/react-query";
import { useId, useLayoutEffect, useRef, useState } from "react";
import { signInAgain, useMe } from "../../session";
import { Brand } from "../../ui/Brand";
import classes from "./SessionEnded.module.css";
import { SignInForm } from "./SignInForm";

/**
 * The door again, over the page whose session has ended. The page stays underneath, hidden, so that
 * nothing typed is lost; somebody else who signs in starts from a new one.
 */
export function SessionEnded() {
  const me = useMe();
  const queries = useQueryClient();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState({ email: "", password: "" });
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const after = me.idle_minutes === null ? "" : ` après ${me.idle_minutes}\u00a0min`;
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
          <h1 id={titleId}>Votre session s’est fermée{after}</h1>
          <p className={classes.hint}>
            Reconnectez-vous, vous reviendrez ici. Ce que vous avez écrit est gardé.
          </p>
        </div>
        <SignInForm
          typed={typed}
          onType={setTyped}
          signIn={(email, password) => signInAgain(queries, me, email, password)}
        />
      </div>
    </dialog>
  );
}
