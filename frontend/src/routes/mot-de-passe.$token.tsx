import { createFileRoute } from "@tanstack/react-router";
import { choosePassword } from "../api";
import { PasswordScreen } from "../features/identity/PasswordScreen";

/** Where the e-mail of a regulator's account leads, whoever is signed in here. */
export const Route = createFileRoute("/mot-de-passe/$token")({ component: PasswordPage });

function PasswordPage() {
  const { token } = Route.useParams();
  return (
    <PasswordScreen
      choose={async (password, termsAccepted) => {
        const body = { token, password, terms_accepted: termsAccepted };
        await choosePassword({ body, throwOnError: true });
      }}
    />
  );
}
