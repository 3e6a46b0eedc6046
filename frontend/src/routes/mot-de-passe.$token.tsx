import { createFileRoute } from "@tanstack/react-router";
import { chooseFirstPassword, choosePassword } from "../api";
import { PasswordScreen } from "../features/identity/PasswordScreen";

type Search = {
  /** Of an account that whoever runs the instance made; else the e-mail of a regulator's led here. */
  premier?: 1;
};

/** Behind a link to a password, whoever is signed in here. */
export const Route = createFileRoute("/mot-de-passe/$token")({
  validateSearch: ({ premier }): Search => (premier === 1 ? { premier } : {}),
  component: PasswordPage,
});

function PasswordPage() {
  const { token } = Route.useParams();
  const first = Route.useSearch().premier === 1;
  return (
    <PasswordScreen
      first={first}
      choose={async (password, termsAccepted) => {
        await (first
          ? chooseFirstPassword({ body: { token, password }, throwOnError: true })
          : choosePassword({
              body: { token, password, terms_accepted: termsAccepted },
              throwOnError: true,
            }));
      }}
    />
  );
}
