import { queryOptions, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useRouter } from "@tanstack/react-router";
import { getInstance } from "../api";
import { door, settle } from "../entry";
import { SignIn } from "../features/identity/SignIn";
import { byProSanteConnect, localPath } from "../features/identity/way";

/** Without an answer, the door still opens: only the accounts of the demonstration are missing. */
const instanceOptions = queryOptions({
  queryKey: ["instance"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => (await getInstance()).data ?? null,
});

export const Route = createFileRoute("/connexion")({
  /** Where to come back after signing in, an address of this app; and the platform that one comes from. */
  validateSearch: (search: Record<string, unknown>): { retour?: string; origin?: string } => {
    const { origin } = search;
    const retour = localPath(search.retour);
    return {
      ...(retour ? { retour } : {}),
      ...(typeof origin === "string" && /^[a-z0-9-]{1,40}$/.test(origin) ? { origin } : {}),
    };
  },
  loader: ({ context }) => context.queries.ensureQueryData(instanceOptions),
  component: ConnexionPage,
});

function ConnexionPage() {
  const queries = useQueryClient();
  const router = useRouter();
  const { retour, origin } = Route.useSearch();
  const { data: instance } = useSuspenseQuery(instanceOptions);
  const demo = instance?.demo_password
    ? { password: instance.demo_password, accounts: instance.demo_accounts }
    : null;

  const opens = door((me) => {
    settle(queries, me);
    // The server's own page of a slot: it says where to go on, and opens the community to a regulator.
    if (retour?.startsWith("/sas/")) window.location.assign(retour);
    else router.history.push(retour ?? "/");
  }, origin);
  return (
    <>
      <title>Connexion · Maillage</title>
      <SignIn
        door={opens}
        proSanteConnect={instance?.pro_sante_connect ? byProSanteConnect(retour) : null}
        demo={demo}
        fromPlatform={origin?.startsWith("sas")}
      />
    </>
  );
}
