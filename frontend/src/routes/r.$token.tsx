import { createFileRoute, redirect } from "@tanstack/react-router";
import { getAnswerLink } from "../api";
import { AnswerLinkScreen } from "../features/notifications/AnswerLinkScreen";
import { meOptions, switchDoctor } from "../session";

/**
 * Where the link of a message leads. Before sign-in, the server is asked nothing and the page says nothing
 * of what waits; after it, straight to the offer, unless the link leads nowhere any more.
 */
export const Route = createFileRoute("/r/$token")({
  loader: async ({ context, params }) => {
    const me = await context.queries.ensureQueryData(meOptions);
    if (me === null) return { signedIn: false };
    const { data, error } = await getAnswerLink({ path: { answer_token: params.token } });
    const acts = data?.delegation_id ?? null;
    if (data && acts !== null && acts !== me.acting_for?.delegation_id) {
      // The doctor is chosen first, and the page opened anew for them: until then this one shows nothing.
      if (await switchDoctor(acts, `/a-repondre/${data.offer_id}`)) await new Promise(() => {});
      return { signedIn: true, expired: false };
    }
    if (data) {
      throw redirect({
        to: "/a-repondre/$offerId",
        params: { offerId: data.offer_id },
        replace: true,
      });
    }
    return { signedIn: true, expired: error.type === "link_expired" };
  },
  component: AnswerLinkPage,
});

function AnswerLinkPage() {
  const { token } = Route.useParams();
  const { signedIn, expired } = Route.useLoaderData();
  return (
    <AnswerLinkScreen back={`/r/${token}`} state={!signedIn ? "door" : expired ? "late" : "lost"} />
  );
}
