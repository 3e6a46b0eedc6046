import { useSuspenseQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { meOptions } from "../../session";
import { NotSignedIn } from "./NotSignedIn";
import { PracticeScreen } from "./PracticeScreen";
import { localPath } from "./way";

/**
 * Between Pro Santé Connect and the page that one came for (`retour`): why nobody was signed in (`motif`), as
 * the server says; else as which of several practices one works, asked before any other page.
 */
export function AfterProSanteConnect() {
  const said = useLocation({ select: ({ search }) => search as Record<string, unknown> });
  const page = localPath(said.retour);
  return typeof said.motif === "string" ? (
    <NotSignedIn why={said.motif} page={page} />
  ) : (
    <WhichPractice page={page} />
  );
}

function WhichPractice({ page = "/" }: { page?: string }) {
  const { data: me } = useSuspenseQuery(meOptions);
  return me === null ? (
    <NotSignedIn why="expire" page={page} />
  ) : (
    <PracticeScreen practices={me.practices} page={page} />
  );
}
