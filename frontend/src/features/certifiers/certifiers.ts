import { useQuery } from "@tanstack/react-query";
import {
  addCertifier,
  type Certifier,
  type CertifierInput,
  type NewCertifierInput,
  replaceCertifier,
} from "../../api";
import { getMyCertifierOptions, listCertifiersOptions } from "../../api/@tanstack/react-query.gen";
import { etag, useWrite } from "../../writes";

/** Everybody who volunteers to certify deaths or has a dossier; who lacks something first. */
export function useCertifiers() {
  return useQuery(listCertifiersOptions());
}

/** One's own dossier, and when one is on the rota. */
export function useOwnCertifier() {
  return useQuery(getMyCertifierOptions());
}

/** Makes a member of a doctor without a place of practice; a link to sign in leaves. */
export function useAddCertifier() {
  return useWrite(async (body: NewCertifierInput, key: string) => {
    await addCertifier({ headers: { "Idempotency-Key": key }, body, throwOnError: true });
  });
}

export type DossierWrite = { of: Certifier; body: CertifierInput };

/** Writes what was checked of a certifier. */
export function useSaveDossier() {
  return useWrite(async ({ of, body }: DossierWrite, key: string) => {
    const { data } = await replaceCertifier({
      path: { professional_id: of.professional.id },
      headers: { "Idempotency-Key": key, "If-Match": etag(of.version) },
      body,
      throwOnError: true,
    });
    return data;
  });
}
