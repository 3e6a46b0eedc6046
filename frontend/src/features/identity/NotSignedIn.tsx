import { ButtonAnchor, ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { LinkPage } from "../../ui/LinkPage";
import classes from "./NotSignedIn.module.css";
import { byProSanteConnect } from "./way";

type Said = { title: string; cure: string; again?: true };

/** Why Pro Santé Connect signed nobody in, by the words of the address; and what to do. */
const WHY: Record<string, Said> = {
  abandon: {
    title: "Vous n’êtes pas connecté",
    cure: "Vous avez quitté Pro Santé Connect avant la fin.",
    again: true,
  },
  expire: {
    title: "Cette identification ne sert plus",
    cure: "Elle sert une fois, dans ce navigateur, pendant dix minutes. Recommencez.",
    again: true,
  },
  indisponible: {
    title: "Pro Santé Connect ne répond pas",
    cure: "Réessayez dans un instant, ou connectez-vous avec un compte Maillage.",
    again: true,
  },
  refuse: {
    title: "Identification refusée",
    cure: "La réponse de Pro Santé Connect n’est pas sûre. Réessayez. Si cela revient, prévenez la coordination de votre CPTS.",
    again: true,
  },
  "sans-rpps": {
    title: "Pas de numéro RPPS",
    cure: "Pro Santé Connect n’a pas donné votre numéro RPPS. Connectez-vous avec un compte Maillage, ou appelez la coordination de votre CPTS.",
  },
  "sans-acces": {
    title: "Maillage ne vous est pas ouvert",
    cure: "Pro Santé Connect vous a reconnu, mais aucun accès ne vous est ouvert ici. Demandez une invitation à la coordination de votre CPTS.",
  },
};

/** The way back from Pro Santé Connect when nobody was signed in. */
export function NotSignedIn({ why, page }: { why?: string; page?: string }) {
  const said = WHY[why ?? ""] ?? WHY.abandon;
  return (
    <LinkPage title="Connexion">
      <EmptyState
        page
        title={said?.title ?? ""}
        action={
          <div className={classes.ways}>
            {said?.again && (
              <ButtonAnchor variant="filled" size="decision" wide href={byProSanteConnect(page)}>
                Réessayer
              </ButtonAnchor>
            )}
            <ButtonLink to="/connexion" search={page ? { retour: page } : {}} size="decision" wide>
              Se connecter autrement
            </ButtonLink>
          </div>
        }
      >
        {said?.cure}
      </EmptyState>
    </LinkPage>
  );
}
