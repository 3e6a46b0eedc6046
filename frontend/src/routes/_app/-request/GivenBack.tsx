import { isProblem } from "../../../problems";
import { ButtonLink } from "../../../ui/Button";
import { EmptyState } from "../../../ui/EmptyState";
import { Page } from "../../../ui/Page";

/**
 * Whether a request that was read is no longer for its reader to see. What was read before stays in
 * memory, identity and acts included: nothing of it may stay on screen.
 */
export function isGivenBack(error: unknown): boolean {
  return isProblem(error) && error.type === "not_found";
}

/** Whoever withdrew, or handed over, reads this request no more. */
export function GivenBack({ title }: { title: string }) {
  return (
    <Page title={title} hideTitle column>
      <EmptyState
        page
        title="Vous n’avez plus cette demande"
        action={<ButtonLink to="/a-repondre">Voir les autres</ButtonLink>}
      >
        Elle suit son cours sans vous.
      </EmptyState>
    </Page>
  );
}
