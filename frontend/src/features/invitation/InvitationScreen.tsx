import { type FormEvent, lazy, Suspense, useState } from "react";
import type { InvitationPage } from "../../api";
import type { enterByInvitation } from "../../entry";
import { isProblem, problemFields, problemSentence } from "../../problems";
import { Button, ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { TextField } from "../../ui/Field";
import { LinkForm, LinkPage, SHORTEST_PASSWORD } from "../../ui/LinkPage";
import { Note } from "../../ui/Note";
import { PasswordField } from "../../ui/PasswordField";
import { ROLE } from "../../words";
import { ASKED } from "../identity/asked";
import { ChosenPasswordField } from "../identity/ChosenPasswordField";

const FactorForm = lazy(() => import("../identity/FactorForm"));

type Asked = Awaited<ReturnType<typeof enterByInvitation>>;

type InvitationScreenProps = {
  /** Null: the link does not serve (any more). */
  invitation: InvitationPage | null;
  /** Resolves once signed in, or to what is asked besides; throws what the server refused. */
  accept: (name: string | null, password: string) => ReturnType<typeof enterByInvitation>;
};

/** Behind the link of an invitation: who invites, a name and a password, and one is in. */
export function InvitationScreen({ invitation, accept }: InvitationScreenProps) {
  return (
    <LinkPage title="Invitation">
      {invitation ? <Welcome invitation={invitation} accept={accept} /> : <Lost />}
    </LinkPage>
  );
}

function Lost() {
  return (
    <EmptyState
      page
      title="Ce lien ne sert plus"
      action={
        <ButtonLink to="/connexion" search={{}} variant="filled" size="decision">
          Se connecter
        </ButtonLink>
      }
    >
      Il a déjà servi, il est trop vieux, ou n’a pas été copié en entier. Demandez-en un nouveau à
      la personne qui vous a invité. Si vous avez déjà choisi un mot de passe, connectez-vous.
    </EmptyState>
  );
}

function Welcome({ invitation, accept }: InvitationScreenProps & { invitation: InvitationPage }) {
  const { has_account, email, invited_by, community_name, role } = invitation;
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const [sending, setSending] = useState(false);
  const [besides, setBesides] = useState<Asked>(null);
  const fields = problemFields(refused);
  const short = has_account ? password === "" : password.length < SHORTEST_PASSWORD;
  const wrong = {
    name:
      tried && (name.trim().length < 2 || /[0-9<>@/]/.test(name))
        ? "Écrivez votre nom comme on le dit, sans chiffre."
        : fields.name,
    password: tried && short ? passwordSentence(has_account) : fields.password,
  };

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setTried(true);
    setRefused(null);
    const first = name.trim().length < 2 ? "name" : short ? "password" : null;
    if (first) {
      form.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
      return;
    }
    setSending(true);
    try {
      setBesides(await accept(has_account ? null : name.trim(), password));
    } catch (problem) {
      setRefused(problem);
      setSending(false);
    }
  }
  if (besides) {
    return (
      <Suspense fallback={null}>
        {/* The invitation is taken up by now: who takes too long goes on by the door. */}
        <h1>{ASKED}</h1>
        <FactorForm
          asked={besides.asked}
          prove={besides.prove}
          onBack={() => window.location.assign("/connexion")}
        />
      </Suspense>
    );
  }
  return (
    <LinkForm
      title={`${invited_by} vous invite`}
      hint={
        <>
          {ROLE[role]}, {community_name}.{" "}
          {role === "delegate" && "Vous tiendrez son agenda et ses demandes, sous vos deux noms."}
        </>
      }
      onSubmit={submit}
    >
      {refused !== null && Object.keys(fields).length === 0 && (
        <Note tone="crit" alert>
          {isProblem(refused) && refused.type === "not_found"
            ? "Ce lien ne sert plus. Demandez-en un nouveau à la personne qui vous a invité."
            : problemSentence(refused, true)}
        </Note>
      )}
      {has_account ? (
        <p>
          Vous avez déjà un compte avec <b>{email}</b>. Votre mot de passe suffit.
        </p>
      ) : (
        <TextField
          label="Vos prénom et nom"
          name="name"
          autoComplete="name"
          value={name}
          onChange={setName}
          error={wrong.name}
        />
      )}
      {/* So that a keeper of passwords knows whose this one is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      {has_account ? (
        <PasswordField
          label="Votre mot de passe"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={wrong.password}
        />
      ) : (
        <ChosenPasswordField
          label="Choisissez un mot de passe"
          name="password"
          about={[name, email]}
          help={`Avec ${email}, il ouvrira Maillage.`}
          value={password}
          onChange={setPassword}
          error={wrong.password}
        />
      )}
      <Button type="submit" variant="filled" size="decision" wide busy={sending && "Ouverture…"}>
        Accepter et entrer
      </Button>
    </LinkForm>
  );
}

function passwordSentence(hasAccount: boolean): string {
  return hasAccount
    ? "Écrivez votre mot de passe."
    : `Écrivez au moins ${SHORTEST_PASSWORD} caractères.`;
}
