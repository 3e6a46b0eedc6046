import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { CategoryWithoutPractice, NewCertifierInput } from "../../api";
import { problemFields } from "../../problems";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { looksLikeEmail } from "../../ui/email";
import { TextField } from "../../ui/Field";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { CATEGORY, WITHOUT_PRACTICE } from "./certifier-words";
import { useAddCertifier } from "./certifiers";
import classes from "./Sheets.module.css";

type Typed = Omit<NewCertifierInput, "category"> & { category: CategoryWithoutPractice | null };

const EMPTY: Typed = { category: null, family_name: "", given_name: "", rpps: "", email: "" };

/** What is missing or cannot be, under each field. */
function faultsOf({ category, family_name, given_name, rpps, email }: Typed) {
  return {
    category: category === null && "Choisissez une qualité.",
    family_name: family_name.trim().length < 2 && "Écrivez le nom.",
    given_name: given_name.trim().length < 2 && "Écrivez le prénom.",
    rpps: !/^\d{11}$/.test(rpps) && "Onze chiffres.",
    email: !looksLikeEmail(email) && "Écrivez l’adresse e-mail entière.",
  };
}

/** A doctor without a place of practice: who they are, and where the link to sign in is sent. */
export default function AddCertifierSheet({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const add = useAddCertifier();
  const faults = faultsOf(typed);
  const refused = problemFields(add.error);
  const wrong = (name: keyof Typed) => (tried && faults[name]) || refused[name];
  const write = (name: keyof Typed) => (value: string) => setTyped({ ...typed, [name]: value });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    const { category, ...rest } = typed;
    if (category === null || Object.values(faults).some(Boolean) || add.isPending) return;
    add.mutate(
      { ...rest, category, email: rest.email.trim() },
      {
        onSuccess: () => {
          announce("Invitation envoyée");
          onClose();
        },
      },
    );
  }
  return (
    <Sheet title="Ajouter un médecin sans cabinet" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <p className={classes.quiet}>
          Un lien part à son adresse&nbsp;: la personne choisit un mot de passe, puis se dit
          volontaire sur sa page «&nbsp;Moi&nbsp;». Elle n’est sollicitée que pour des décès.
          L’invitation se suit dans <Link to="/annuaire/nouvelles">Nouvelles du territoire</Link>.
        </p>
        <Refusal typed error={Object.keys(refused).length === 0 && add.error} />
        <Choice
          legend="Qualité"
          look="chips"
          options={WITHOUT_PRACTICE.map((value) => ({ value, label: CATEGORY[value] }))}
          value={typed.category}
          onChange={(category) => setTyped({ ...typed, category })}
          error={wrong("category") || null}
        />
        <TextField
          label="Nom"
          autoComplete="off"
          value={typed.family_name}
          onChange={write("family_name")}
          error={wrong("family_name")}
        />
        <TextField
          label="Prénom"
          autoComplete="off"
          value={typed.given_name}
          onChange={write("given_name")}
          error={wrong("given_name")}
        />
        <TextField
          label="Numéro RPPS"
          kind="numeric"
          autoComplete="off"
          help="Onze chiffres, gardés toute la vie. Le conseil de l’Ordre, ou la faculté, le connaît."
          value={typed.rpps}
          onChange={(value) => write("rpps")(value.replaceAll(/\s/g, ""))}
          error={wrong("rpps")}
        />
        <TextField
          label="Adresse e-mail"
          kind="email"
          autoComplete="off"
          value={typed.email}
          onChange={write("email")}
          error={wrong("email")}
        />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={add.isPending && "Envoi…"}
        >
          Ajouter et inviter
        </Button>
      </form>
    </Sheet>
  );
}
