import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import {
  createDeathCertificationRequest,
  type DeathCertificationRequestInput,
  type DeathRequesterKind,
} from "../../api";
import { isProblem } from "../../problems";
import { hour } from "../../time";
import { SelectField } from "../../ui/SelectField";
import type { DeathForm } from "./form";
import { circumstancesInput } from "./request-input";
import classes from "./Wizard.module.css";
import { REQUESTER_KIND } from "./words";

/** Tried again so often before it is said, over some seven seconds. */
const QUIET_TRIES = 3;
const NAME_MIN = 2;

type StopFilingProps = {
  /** The answers so far, one of which stopped the request. */
  form: DeathForm;
  /** Of this stop, whatever is tried or loaded again: one stop is one request. */
  filingKey: string;
  byPhone: boolean;
  /** The account's, for who asks in their own name. */
  requesterName: string;
  /** As what one may ask. */
  kinds: readonly DeathRequesterKind[];
  onKind: (kind: DeathRequesterKind) => void;
  onFiled: () => void;
};

function stoppedInput(props: StopFilingProps, kind: DeathRequesterKind) {
  const name = props.byPhone ? "" : props.requesterName.trim();
  return {
    ...circumstancesInput(props.form),
    requester: name.length < NAME_MIN ? { kind } : { kind, name },
  } satisfies DeathCertificationRequestInput;
}

/** A network that does not answer, or a server that cannot: worth another try. */
function mayPass(error: unknown): boolean {
  return !isProblem(error) || error.type === "server_error" || error.type === "not_ready";
}

/** Records the stopped request by itself, and says where it stays visible; or that it could not. */
export function StopFiling(props: StopFilingProps) {
  const { form, filingKey, byPhone, kinds, onKind, onFiled } = props;
  const kind = form.requester_kind;
  const queries = useQueryClient();
  const { data, isError, isIdle, mutate } = useMutation({
    mutationFn: async (body: DeathCertificationRequestInput) => {
      const { data: filed } = await createDeathCertificationRequest({
        headers: { "Idempotency-Key": filingKey },
        body,
        // A tap on the call leaves the page.
        keepalive: true,
        throwOnError: true,
      });
      return filed;
    },
    networkMode: "always",
    retry: (failures, error) => failures < QUIET_TRIES && mayPass(error),
    onSuccess: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" }),
  });
  const started = useRef(false);
  const send = () => kind && mutate(stoppedInput(props, kind));
  const latest = useRef({ send, onFiled });
  latest.current = { send, onFiled };

  useEffect(() => {
    if (kind === null || started.current) return;
    started.current = true;
    latest.current.send();
  }, [kind]);
  useEffect(() => {
    if (data) latest.current.onFiled();
  }, [data]);
  useEffect(() => {
    if (!isError) return;
    const again = () => latest.current.send();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [isError]);

  if (isError) {
    return (
      <div role="alert">
        {byPhone ? "La demande" : "Votre demande"} n’a pas pu être enregistrée&nbsp;: appelez sans
        attendre.
        <div>
          <button type="button" className={classes.link} onClick={send}>
            Réessayer
          </button>
        </div>
      </div>
    );
  }
  if (kind === null && isIdle) {
    return (
      <SelectField
        label={
          byPhone
            ? "Pour garder la demande, qui appelle\u00a0?"
            : "Pour garder votre demande, vous êtes"
        }
        empty="Choisir"
        value=""
        onChange={(chosen) => chosen && onKind(chosen)}
        options={kinds.map((value) => ({ value, label: REQUESTER_KIND[value] }))}
      />
    );
  }
  return (
    <span role="status">
      {data && (
        <>
          <Link to="/deces/$id" params={{ id: data.id }}>
            {byPhone ? "La demande" : "Votre demande"} reste visible ici
          </Link>
          , close à {hour(data.closed_at ?? data.created_at)}.
        </>
      )}
    </span>
  );
}
