import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  openTeleconsultationSite,
  recordTeleconsultationConnectionTest,
  replaceMyTeleconsultation,
  replaceTeleconsultationSite,
  replaceTeleconsultationSiteKit,
  replaceTeleconsultationSiteOpening,
  replaceTeleconsultationSitePeople,
  replaceTeleconsultationTraining,
  type TeleconsultationAssistant,
  type TeleconsultationConnectionInput,
  type TeleconsultationSite,
  type TeleconsultationSiteInput,
  type TeleconsultationSiteOpening,
  type TeleconsultationSitePersonInput,
  type TeleconsultationTrainingFacts,
} from "../../api";
import {
  getMyTeleconsultationOptions,
  listTeleconsultationAssistantsOptions,
} from "../../api/@tanstack/react-query.gen";
import { etag, useWrite } from "../../writes";
import { changedKit, type KitChanges } from "./kit";
import { siteOptions } from "./reads";

/** Those who volunteer to assist or were trained to; who lacks something first. */
export function useCensus(enabled = true) {
  return useQuery({ ...listTeleconsultationAssistantsOptions(), enabled });
}

/** Where I stand, for who is a member as a professional. */
export function useOwnAssistance(enabled = true) {
  return useQuery({ ...getMyTeleconsultationOptions(), enabled });
}

/** Says whether I volunteer to assist. */
export function useVolunteer() {
  return useWrite(async (volunteers: boolean, key: string) => {
    await replaceMyTeleconsultation({
      headers: { "Idempotency-Key": key },
      body: { volunteers },
      throwOnError: true,
    });
  });
}

/** A write that answers the site as it is now, which is then shown without being read again. */
function useSiteWrite<I>(
  send: (input: I, key: string) => Promise<TeleconsultationSite>,
  inTurn?: string,
) {
  const queries = useQueryClient();
  return useWrite(send, {
    inTurn,
    onDone: (site) => queries.setQueryData(siteOptions(site.id).queryKey, site),
  });
}

/** How a change of this site is sent: refused when it has changed since, done once under one key. */
function over(site: TeleconsultationSite, key: string) {
  return {
    path: { site_id: site.id },
    headers: { "If-Match": etag(site.version), "Idempotency-Key": key },
    throwOnError: true,
  } as const;
}

type SiteWrite = { site: TeleconsultationSite | null; body: TeleconsultationSiteInput };

/** Makes a site known (`site` null), or writes it anew. */
export function useSaveSite() {
  return useSiteWrite(async ({ site, body }: SiteWrite, key) => {
    const { data } = site
      ? await replaceTeleconsultationSite({ ...over(site, key), body })
      : await openTeleconsultationSite({
          headers: { "Idempotency-Key": key },
          body,
          throwOnError: true,
        });
    return data;
  });
}

type Of<B> = { site: TeleconsultationSite; body: B };

export function useSavePeople() {
  return useSiteWrite(
    async ({ site, body }: Of<TeleconsultationSitePersonInput[]>, key) =>
      (await replaceTeleconsultationSitePeople({ ...over(site, key), body: { people: body } }))
        .data,
  );
}

export function useSaveOpening() {
  return useSiteWrite(
    async ({ site, body }: Of<TeleconsultationSiteOpening>, key) =>
      (await replaceTeleconsultationSiteOpening({ ...over(site, key), body })).data,
  );
}

type KitWrite = {
  id: string;
  changes: KitChanges;
  /** The page is going away: the call must outlive it. */
  leaving: boolean;
};

/** Writes what changes of a kit. Taps in a row go one after the other, each over what the one before left. */
export function useSaveKit(id: string) {
  const queries = useQueryClient();
  return useSiteWrite(async ({ changes, leaving }: KitWrite, key) => {
    const site = await queries.ensureQueryData(siteOptions(id));
    const { data } = await replaceTeleconsultationSiteKit({
      ...over(site, key),
      body: { items: changedKit(site, changes) },
      keepalive: leaving,
    });
    return data;
  }, `kit ${id}`);
}

export function useSaveConnection() {
  return useSiteWrite(
    async ({ site, body }: Of<TeleconsultationConnectionInput>, key) =>
      (await recordTeleconsultationConnectionTest({ ...over(site, key), body })).data,
  );
}

type TrainingWrite = {
  of: TeleconsultationAssistant;
  training: TeleconsultationTrainingFacts | null;
};

/** Writes what training somebody has, null to take it back. */
export function useSaveTraining() {
  return useWrite(async ({ of, training }: TrainingWrite, key: string) => {
    await replaceTeleconsultationTraining({
      path: { professional_id: of.professional.id },
      headers: { "Idempotency-Key": key, "If-Match": etag(of.version) },
      body: { training },
      throwOnError: true,
    });
  });
}
