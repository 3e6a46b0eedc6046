import { useQuery } from "@tanstack/react-query";
import {
  answerSecondOpinion,
  askSecondOpinionDetail,
  cancelSecondOpinionRequest,
  closeSecondOpinionRequest,
  confirmSecondOpinionReading,
  createOpinionGroup,
  createSecondOpinionRequest,
  deleteOpinionGroup,
  giveSecondOpinionDetail,
  type OpinionAppointment,
  type OpinionCancellationReason,
  type OpinionGroup,
  type OpinionGroupInput,
  type OpinionSolution,
  type OpinionTemplate,
  type OpinionTemplateInput,
  type OpinionView,
  offerSecondOpinionAppointment,
  replaceOpinionGroup,
  replaceOpinionTemplate,
  type SecondOpinionRequest,
  type SecondOpinionRequestInput,
  withdrawFromSecondOpinion,
} from "../../api";
import { listSecondOpinionRequestsOptions } from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { actCall, etag, type RequestRead, useWrite } from "../../writes";
import { opinionOptions } from "./reads";

const ROWS = 100;

/** Requests that I asked, took or received, newest first. */
export function useOpinions(view: OpinionView) {
  return useQuery({
    ...listSecondOpinionRequestsOptions({ query: { view, limit: ROWS } }),
    ...live,
  });
}

/** One request, read again while it is looked at. */
export function useOpinion(requestId: string) {
  return useQuery({ ...opinionOptions(requestId), ...live });
}

/** Asks for an opinion. */
export function useAsk(onDone: (request: SecondOpinionRequest) => void) {
  return useWrite(
    async (body: SecondOpinionRequestInput, key: string) => {
      const { data } = await createSecondOpinionRequest({
        headers: { "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** What may be done to a request, each with what it needs. */
export type OpinionAct =
  | { kind: "answer"; text: string }
  | { kind: "ask_detail"; text: string }
  | { kind: "give_detail"; text: string }
  | { kind: "time"; time: OpinionAppointment }
  | { kind: "read"; passedOn: boolean }
  | { kind: "withdraw" }
  | { kind: "cancel"; reason: OpinionCancellationReason }
  | { kind: "close"; solution: OpinionSolution };

async function send({ act, ...read }: RequestRead & { act: OpinionAct }, key: string) {
  const common = actCall(read, key);
  switch (act.kind) {
    case "answer":
      return (await answerSecondOpinion({ ...common, body: { text: act.text } })).data;
    case "ask_detail":
      return (await askSecondOpinionDetail({ ...common, body: { text: act.text } })).data;
    case "give_detail":
      return (await giveSecondOpinionDetail({ ...common, body: { text: act.text } })).data;
    case "time":
      return (await offerSecondOpinionAppointment({ ...common, body: act.time })).data;
    case "read":
      return (await confirmSecondOpinionReading({ ...common, body: { passed_on: act.passedOn } }))
        .data;
    case "withdraw":
      return (await withdrawFromSecondOpinion(common)).data;
    case "cancel":
      return (await cancelSecondOpinionRequest({ ...common, body: { reason: act.reason } })).data;
    case "close":
      return (await closeSecondOpinionRequest({ ...common, body: { solution: act.solution } }))
        .data;
  }
}

/** Every act on a request. */
export function useOpinionAct(onDone?: () => void) {
  return useWrite(send, { onDone });
}

type GroupWrite = { group: OpinionGroup | null; body: OpinionGroupInput };

/** Makes a group, or changes one. */
export function useKeepGroup(onDone: () => void) {
  return useWrite(
    async ({ group, body }: GroupWrite, key: string) => {
      const headers = { "Idempotency-Key": key };
      if (group === null) {
        return (await createOpinionGroup({ headers, body, throwOnError: true })).data;
      }
      const answer = await replaceOpinionGroup({
        path: { group_id: group.id },
        headers: { ...headers, "If-Match": etag(group.version) },
        body,
        throwOnError: true,
      });
      return answer.data;
    },
    { onDone },
  );
}

/** Nobody may ask the group any more. */
export function useDropGroup() {
  return useWrite(async ({ id, leaving }: { id: string; leaving: boolean }, key: string) => {
    await deleteOpinionGroup({
      path: { group_id: id },
      headers: { "Idempotency-Key": key },
      keepalive: leaving,
      throwOnError: true,
    });
  });
}

type TemplateWrite = {
  template: Pick<OpinionTemplate, "specialty_code" | "version">;
  body: OpinionTemplateInput;
};

/** Writes the questions of a specialty. */
export function useKeepTemplate(onDone: () => void) {
  return useWrite(
    async ({ template, body }: TemplateWrite, key: string) => {
      const { data } = await replaceOpinionTemplate({
        path: { specialty_code: template.specialty_code },
        headers: { "Idempotency-Key": key, "If-Match": etag(template.version) },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}
