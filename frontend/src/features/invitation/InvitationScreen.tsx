import { type FormEvent, lazy, Suspense, useState } from "react";
import type { InvitationPage } from "../../api";
import type { enterByInvitation } from "../../entry";
import { isProblem, problemFields, problemSentence } from "../../problems";
import { Button, ButtonAnchor, ButtonLink } from "../../ui/Button";
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
  /** Where Pro Santé Connect is begun, which comes back here. */
  proSanteConnect: string;
  /** Resolves once signed in, or to what is asked besides; throws what the server refused. */
  accept: (name: string | null, password: string | null) => ReturnType<typeof enterByInvitation>;
};

/** Behind the link of an invitation: who invites, a name and a password, and one is in. */
export function InvitationScreen({ invitation, ...ways }: InvitationScreenProps) {
  return <LinkPage title="Invitation">{whatIs(invitation, ways)}</LinkPage>;
}

function whatIs(
  invitation: InvitationPage | null,
  ways: Omit<InvitationScreenProps, "invitation">,
) {
  if (!invitation) return <Lost />;
  if (invitation.proof === "session" && !invitation.signed_in)
    return <SignInFirst email={invitation.email} proSanteConnect={ways.proSanteConnect} />;
  return <Welcome invitation={invitation} {...ways} />;
}

/** The account has no password, and gets none here: one comes in as usual, then accepts. */
function SignInFirst({ email, proSanteConnect }: { email: string; proSanteConnect: string }) {
  return (
    <EmptyState
      page
      title="Connectez-vous d’abord"
      action={
        <ButtonAnchor href={proSanteConnect} variant="filled" size="decision">
          Avec Pro Santé Connect
        </ButtonAnchor>
      }
    >
      {email} a déjà un compte, sans mot de passe. Entrez comme d’habitude, puis rouvrez ce lien.
    </EmptyState>
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

function Welcome({
  invitation,
  accept,
}: Pick<InvitationScreenProps, "accept"> & { invitation: InvitationPage }) {
  const { proof, email, invited_by, community_name, role } = invitation;
  const isNew = proof === "new_password";
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const [sending, setSending] = useState(false);
  const [besides, setBesides] = useState<Asked>(null);
  const fields = problemFields(refused);
  const short =
    proof !== "session" && (isNew ? password.length < SHORTEST_PASSWORD : password === "");
  const wrong = {
    name:
      tried && (name.trim().length < 2 || /[0-9<>@/]/.test(name))
        ? "Écrivez votre nom comme on le dit, sans chiffre."
        : fields.name,
    password: tried && short ? passwordSentence(isNew) : fields.password,
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
      setBesides(await accept(isNew ? name.trim() : null, proof === "session" ? null : password));
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
      {!isNew && (
        <p>
          Vous avez déjà un compte avec <b>{email}</b>.
          {proof === "password" && " Votre mot de passe suffit."}
        </p>
      )}
      {isNew && (
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
      {proof === "password" && (
        <PasswordField
          label="Votre mot de passe"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={wrong.password}
        />
      )}
      {isNew && (
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

function passwordSentence(isNew: boolean): string {
  return isNew
    ? `Écrivez au moins ${SHORTEST_PASSWORD} caractères.`
    : "Écrivez votre mot de passe.";
}
