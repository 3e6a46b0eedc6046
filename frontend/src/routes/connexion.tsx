import { queryOptions, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useRouter } from "@tanstack/react-router";
import { getInstance } from "../api";
import { SignIn } from "../features/identity/SignIn";
import { signIn } from "../session";

/** Without an answer, the door still opens: only the accounts of the demonstration are missing. */
const instanceOptions = queryOptions({
  queryKey: ["instance"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => (await getInstance()).data ?? null,
});

export const Route = createFileRoute("/connexion")({
  /** Where to come back after signing in, an address of this app. */
  validateSearch: (search: Record<string, unknown>): { retour?: string } => {
    const back = search.retour;
    return typeof back === "string" && /^\/(?![/\\])/.test(back) ? { retour: back } : {};
  },
  loader: ({ context }) => context.queries.ensureQueryData(instanceOptions),
  component: ConnexionPage,
});

function ConnexionPage() {
  const queries = useQueryClient();
  const router = useRouter();
  const { retour } = Route.useSearch();
  const { data: instance } = useSuspenseQuery(instanceOptions);
  const demo = instance?.demo_password
    ? { password: instance.demo_password, accounts: instance.demo_accounts }
    : null;

  async function enter(email: string, password: string) {
    const refused = await signIn(queries, email, password);
    if (refused === null) router.history.push(retour ?? "/");
    return refused;
  }
  return (
    <>
      <title>Connexion · Maillage</title>
      <SignIn signIn={enter} demo={demo} />
    </>
  );
}
