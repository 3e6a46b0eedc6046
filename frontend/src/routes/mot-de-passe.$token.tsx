import { createFileRoute } from "@tanstack/react-router";
import { choosePassword } from "../api";
import { PasswordScreen } from "../features/identity/PasswordScreen";

type Search = {
  /** Of an account that whoever runs the instance made. */
  premier?: 1;
  /** Forgotten, by who signs in here; without either, the e-mail of a regulator's led here. */
  oublie?: 1;
};

/** Behind a link to a password, whoever is signed in here. */
export const Route = createFileRoute("/mot-de-passe/$token")({
  validateSearch: ({ premier, oublie }): Search => ({
    ...(premier === 1 ? { premier } : {}),
    ...(oublie === 1 ? { oublie } : {}),
  }),
  component: PasswordPage,
});

function PasswordPage() {
  const { token } = Route.useParams();
  const { premier, oublie } = Route.useSearch();
  return (
    <PasswordScreen
      kind={premier === 1 ? "first" : oublie === 1 ? "forgotten" : "regulator"}
      choose={async (password, termsAccepted) => {
        await choosePassword({
          body: { token, password, terms_accepted: termsAccepted },
          throwOnError: true,
        });
      }}
    />
  );
}
