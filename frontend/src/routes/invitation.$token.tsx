import { useQueryClient } from "@tanstack/react-query";
import { createFileRoute, useRouter } from "@tanstack/react-router";
import { readInvitation } from "../api";
import { enterByInvitation, settle } from "../entry";
import { byProSanteConnect } from "../features/identity/way";
import { InvitationScreen } from "../features/invitation/InvitationScreen";
import { isProblem } from "../problems";

/** Where the e-mail of an invitation leads, whoever is signed in here: accepting opens a session of its own. */
export const Route = createFileRoute("/invitation/$token")({
  loader: async ({ params }) => {
    const { data, error } = await readInvitation({ body: { token: params.token } });
    if (data) return data;
    if (isProblem(error) && (error.type === "not_found" || error.type === "invalid_input"))
      return null;
    throw error;
  },
  component: InvitationPage,
});

function InvitationPage() {
  const invitation = Route.useLoaderData();
  const { token } = Route.useParams();
  const queries = useQueryClient();
  const router = useRouter();
  return (
    <InvitationScreen
      invitation={invitation}
      proSanteConnect={byProSanteConnect(`/invitation/${token}`)}
      accept={(name, password) =>
        enterByInvitation({ token, name, password }, async (me) => {
          settle(queries, me);
          await router.navigate({ to: "/", replace: true });
        })
      }
    />
  );
}
