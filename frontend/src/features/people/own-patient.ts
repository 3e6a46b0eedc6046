import { useCallback, useEffect, useRef, useState } from "react";
import { type PersonIdentity, readIdentity } from "../../api";
import { serverNow } from "../../clock";
import { phoneWords } from "../../figures";
import type { RevealedIdentity } from "../../ui/Revelation";
import { describe } from "./describe";

/** `masked`: it was shown long enough, and is read again on demand. */
export type OwnPatient = PersonIdentity | "loading" | "error" | "masked";

/**
 * The identity of a person whom one has just taken: read when the page opens, which is traced, and hidden
 * again at the instant that the server gives.
 */
export function useOwnPatient(personId: string | null): [OwnPatient, () => void] {
  const [known, setKnown] = useState<OwnPatient>("loading");
  // The same key for one reading: a page drawn twice has read once.
  const key = useRef(crypto.randomUUID());

  const read = useCallback(() => {
    if (personId === null) return;
    setKnown("loading");
    readIdentity({
      path: { person_id: personId },
      headers: { "Idempotency-Key": key.current },
      body: {},
      throwOnError: true,
    })
      .then(({ data }) => setKnown(data))
      .catch(() => setKnown("error"));
  }, [personId]);

  useEffect(read, [read]);
  useEffect(() => {
    if (typeof known !== "object") return;
    const left = Math.max(0, Date.parse(known.shown_until) - serverNow());
    const timer = setTimeout(() => setKnown("masked"), left);
    return () => clearTimeout(timer);
  }, [known]);

  const again = useCallback(() => {
    key.current = crypto.randomUUID();
    read();
  }, [read]);
  return [known, again];
}

type Around = Pick<RevealedIdentity, "note" | "askedBy" | "askedByPhone">;

/** What the page shows of the identity, with what came with the request. */
export function revealed(identity: PersonIdentity, atHome: boolean, around: Around) {
  const { address_line, commune_name } = identity;
  return {
    ...around,
    name: `${identity.given_name} ${identity.family_name}`,
    description: describe(identity),
    phone: phoneWords(identity.phone ?? ""),
    phoneOf: identity.phone_of,
    address: atHome ? [address_line, commune_name].filter(Boolean).join(", ") : null,
  } satisfies RevealedIdentity;
}
