import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { changePassword } from "../../api";
import { listMySessionsOptions } from "../../api/@tanstack/react-query.gen";
import { isProblem, problemFields, problemSentence } from "../../problems";
import { useMe } from "../../session";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { SHORTEST_PASSWORD } from "../../ui/LinkPage";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { PasswordField } from "../../ui/PasswordField";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { useWrite } from "../../writes";
import { ChosenPasswordField } from "./ChosenPasswordField";
import classes from "./FactorsScreen.module.css";
import rows from "./OwnRows.module.css";
import { ProofSheet } from "./ProofSheet";

/** One's own password, changed by who knows the present one. */
export function OwnPasswordScreen() {
  const { data, error } = useQuery(listMySessionsOptions());
  return (
    <Page title="Mot de passe" column>
      <Refusal error={!data && error} />
      {!data && !error && <Skeletons shape="row" count={2} />}
      {data?.own_password === false && (
        <EmptyState page title="Pas de mot de passe à changer">
          Votre compte n’en a pas à vous&nbsp;: rien à faire ici.
        </EmptyState>
      )}
      {data?.own_password && <ChangePassword />}
    </Page>
  );
}

function ChangePassword() {
  const { name } = useMe();
  const [present, setPresent] = useState("");
  const [chosen, setChosen] = useState("");
  const [tried, setTried] = useState(false);
  const [proving, setProving] = useState(false);
  const change = useWrite(
    (body: { present: string; chosen: string }, key: string) =>
      changePassword({ body, headers: { "Idempotency-Key": key }, throwOnError: true }),
    {
      onDone: () => {
        setPresent("");
        setChosen("");
        setTried(false);
      },
    },
  );
  const refused = isProblem(change.error) ? change.error.type : null;
  const fields = problemFields(change.error);
  const short = chosen.length < SHORTEST_PASSWORD;
  const send = () =>
    change.mutate(
      { present, chosen },
      {
        onError: (problem) => setProving(isProblem(problem) && problem.type === "proof_needed"),
      },
    );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    const missing = present === "" ? "present" : short ? "chosen" : null;
    if (missing) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${missing}]`)?.focus();
      return;
    }
    send();
  }
  return (
    <>
      <form className={classes.form} noValidate onSubmit={submit}>
        <p className={rows.help}>Vos autres connexions seront fermées.</p>
        {change.isSuccess && (
          <Note tone="ok" alert>
            Mot de passe changé. Vos autres connexions sont fermées.
          </Note>
        )}
        <Refusal
          error={
            refused !== "password_wrong" && refused !== "proof_needed" && !fields.chosen
              ? change.error
              : null
          }
        />
        <PasswordField
          label="Mot de passe actuel"
          name="present"
          autoComplete="current-password"
          value={present}
          onChange={setPresent}
          error={
            tried && present === ""
              ? "Écrivez votre mot de passe actuel."
              : refused === "password_wrong"
                ? problemSentence(change.error)
                : undefined
          }
        />
        <ChosenPasswordField
          label="Nouveau mot de passe"
          name="chosen"
          about={[name]}
          value={chosen}
          onChange={(typed) => {
            setChosen(typed);
            if (change.isError) change.reset();
          }}
          error={
            tried && short ? `Écrivez au moins ${SHORTEST_PASSWORD} caractères.` : fields.chosen
          }
        />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={change.isPending && "Enregistrement…"}
        >
          Changer
        </Button>
      </form>
      {proving && (
        <ProofSheet
          onProved={() => {
            setProving(false);
            send();
          }}
          onClose={() => setProving(false)}
        />
      )}
    </>
  );
}
