import type { QueryClient } from "@tanstack/react-query";
import { getMe, type Me } from "../../api";
import { goOn } from "../../entry";

/** Goes on for who signed in again in another tab, by Pro Santé Connect; nothing as long as nobody did. */
export async function signedInElsewhere(queries: QueryClient, before: Me): Promise<void> {
  const { data } = await getMe();
  if (data && !data.practice_missing) await goOn(queries, before, data);
}
