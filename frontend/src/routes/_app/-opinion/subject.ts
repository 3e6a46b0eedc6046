import type { SecondOpinionRequest } from "../../../api";
import { OPINION_SAID } from "../../../features/cases/opinion-timeline";
import type { Reader } from "../../../features/cases/timeline-words";
import { opinionTitle } from "../../../titles";
import type { OpinionSubject } from "./useOpinionActs";

/** What the acts need to know of the page of a request. */
export function opinionSubject(request: SecondOpinionRequest): OpinionSubject {
  const { id, version, number, wave, dispatch_id, answer_before } = request;
  const title = opinionTitle(request.specialty_label, request.age_band);
  return { id, version, number, title, wave, dispatch_id, wished_before: answer_before };
}

/** Who reads the thread of an opinion. */
export function opinionReader(
  me: { name: string; scopes: readonly string[] },
  request: SecondOpinionRequest,
): Reader {
  return {
    name: me.name,
    coordinates: me.scopes.includes("board:read"),
    asked: request.is_mine,
    wishedBefore: request.answer_before,
    ofOpinion: OPINION_SAID,
  };
}
