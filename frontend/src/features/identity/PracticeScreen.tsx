import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { choosePractice, type SessionPractice } from "../../api";
import { leave } from "../../session";
import { Button } from "../../ui/Button";
import { LinkPage } from "../../ui/LinkPage";
import { Refusal } from "../../ui/Refusal";
import classes from "./PracticeScreen.module.css";

type PracticeScreenProps = {
  practices: SessionPractice[];
  /** The page that one came for. */
  page: string;
};

/** As what and where one works today, before anything else: one tap on what Pro Santé Connect told. */
export function PracticeScreen({ practices, page }: PracticeScreenProps) {
  const queries = useQueryClient();
  const [refused, setRefused] = useState<unknown>(null);

  async function choose(number: number) {
    setRefused(null);
    const { error } = await choosePractice({ body: { number } });
    if (error) setRefused(error);
    else window.location.assign(page);
  }

  return (
    <LinkPage title="Votre exercice">
      <div className={classes.root}>
        <h1>Vous exercez en tant que…</h1>
        <Refusal error={refused} />
        <ul>
          {practices.map(({ number, profession, place }) => (
            <li key={number}>
              <button type="button" onClick={() => void choose(number)}>
                <b>{profession}</b>
                <span>{place ?? "Sans lieu déclaré"}</span>
              </button>
            </li>
          ))}
        </ul>
        <Button variant="quiet" onClick={() => void leave(queries)}>
          Se déconnecter
        </Button>
      </div>
    </LinkPage>
  );
}
