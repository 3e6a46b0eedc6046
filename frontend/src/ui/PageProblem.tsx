import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { isProblem, problemSentence } from "../problems";
import { Button, ButtonLink } from "./Button";
import { EmptyState } from "./EmptyState";

/** An address that the server cannot even read leads nowhere, as one that it does not know. */
const HIDDEN = new Set(["not_found", "not_allowed", "invalid_input"]);

/** What is said when a page does not exist, or may not be seen: the same words for both. */
export function PageNotFound() {
  return (
    <EmptyState
      page
      title="Page introuvable"
      action={<ButtonLink to="/">Revenir à l’accueil</ButtonLink>}
    >
      <title>Page introuvable · Maillage</title>
      L’adresse est fausse, ou cette page n’est pas à vous.
    </EmptyState>
  );
}

/** A page that could not be read: what failed, and one way out. */
export function PageProblem({ error }: ErrorComponentProps) {
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  if (isProblem(error) && HIDDEN.has(error.type)) return <PageNotFound />;
  return (
    <EmptyState
      page
      title="Cette page n’a pas pu être lue"
      action={
        <Button
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          Réessayer
        </Button>
      }
    >
      {problemSentence(error)}
    </EmptyState>
  );
}
