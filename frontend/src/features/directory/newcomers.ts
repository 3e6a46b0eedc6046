import { useQuery } from "@tanstack/react-query";
import {
  inviteNewcomer,
  type NewcomerAction,
  type ProfessionalSummary,
  sendNewcomerInvitation,
  welcomeNewcomer,
  withdrawNewcomerInvitation,
} from "../../api";
import { listNewcomersOptions } from "../../api/@tanstack/react-query.gen";
import { useWrite } from "../../writes";

/** Who came or joined lately, latest first. */
export function useNewcomers() {
  return useQuery(listNewcomersOptions());
}

/** `sage-femme, Port-à-l’Anglais`: what a newcomer does, and where. */
export function aboutWords(who: ProfessionalSummary): string {
  const about = [who.specialty_label ?? who.profession_label, who.sector ?? who.commune_name];
  return about.filter(Boolean).join(", ");
}

/** Says welcome to a newcomer, by id. */
export function useWelcome() {
  return useWrite(async (professional_id: string, key) => {
    const headers = { "Idempotency-Key": key };
    await welcomeNewcomer({ path: { professional_id }, headers, throwOnError: true });
  });
}

/** Invites a newcomer to join; an e-mail leaves with the link. */
export function useInviteNewcomer() {
  return useWrite(async ({ id, email }: { id: string; email: string }, key) => {
    const headers = { "Idempotency-Key": key };
    const path = { professional_id: id };
    await inviteNewcomer({ path, headers, body: { email }, throwOnError: true });
  });
}

/** Sends the invitation of a newcomer again, or withdraws it. */
export function useInvitation() {
  return useWrite(
    async ({ id, act }: { id: string; act: Exclude<NewcomerAction, "invite"> }, key) => {
      const call = act === "withdraw" ? withdrawNewcomerInvitation : sendNewcomerInvitation;
      const headers = { "Idempotency-Key": key };
      await call({ path: { professional_id: id }, headers, throwOnError: true });
    },
  );
}
