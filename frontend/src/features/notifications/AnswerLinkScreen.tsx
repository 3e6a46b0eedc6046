import { Brand } from "../../ui/Brand";
import { ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import classes from "./AnswerLinkScreen.module.css";

/** `door`: nobody is signed in. `late`: the time to answer has passed. `lost`: not a link of this person's. */
export type LinkState = "door" | "late" | "lost";

const WORDS: Record<LinkState, { title: string; sentence: string }> = {
  door: {
    title: "Connectez-vous pour répondre",
    sentence: "Ce lien s’ouvre avec votre compte, et avec lui seul.",
  },
  late: {
    title: "Le délai de réponse est passé",
    sentence: "Ce lien ne sert plus. Ce qui attend encore votre réponse est dans À répondre.",
  },
  lost: {
    title: "Ce lien n’est pas pour ce compte",
    sentence:
      "Il a été envoyé à un autre compte, ou dans une autre CPTS, ou n’a pas été copié en entier.",
  },
};

/** What a link of a message shows, when it does not lead straight to the offer. */
export function AnswerLinkScreen({ state, back }: { state: LinkState; back: string }) {
  const { title, sentence } = WORDS[state];
  return (
    <main className={classes.root}>
      <title>{`${title} · Maillage`}</title>
      <Brand />
      <EmptyState
        page
        title={title}
        action={
          state === "door" ? (
            <ButtonLink to="/connexion" search={{ retour: back }} variant="filled" size="decision">
              Se connecter
            </ButtonLink>
          ) : (
            <ButtonLink to="/a-repondre" variant="filled" size="decision">
              Voir À répondre
            </ButtonLink>
          )
        }
      >
        {sentence}
      </EmptyState>
    </main>
  );
}
