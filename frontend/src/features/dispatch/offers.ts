import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { markOfferSeen } from "../../api";
import {
  getMyShareOptions,
  getOfferOptions,
  listOffersOptions,
} from "../../api/@tanstack/react-query.gen";
import { readsByItself } from "../../attention";
import { live } from "../../live/polling";
import { type Answers, openAnswers, useAnswers } from "./offer-answers";

const ROWS = 50;

/** The offers made to me: those to answer first, the most pressing on top; then the latest closed. */
export const offersOptions = listOffersOptions({ query: { limit: ROWS } });

/** The offers made to me, read again by themselves. */
export function useOffers() {
  return useQuery({ ...offersOptions, ...live });
}

export function offerOptions(offerId: string) {
  return getOfferOptions({ path: { offer_id: offerId } });
}

/** One offer made to me, read again while it is looked at. */
export function useOffer(offerId: string) {
  return useQuery({ ...offerOptions(offerId), ...live });
}

/** What I was asked and took this week. */
export function useShare() {
  return useQuery({ ...getMyShareOptions(), staleTime: 60_000 });
}

/**
 * The answers of this account on their way; what is on screen is read again when one has come through.
 * Every page where one answers calls it.
 */
export function useMyAnswers(accountId: string): Answers {
  const queries = useQueryClient();
  const answers = useAnswers();
  useEffect(() => openAnswers(accountId), [accountId]);
  useEffect(() => {
    if (answers.settled === 0) return;
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
  }, [answers.settled, queries]);
  return answers;
}

const HALF = 0.5;
const GESTURES = ["pointerdown", "keydown", "wheel", "touchmove"] as const;

/**
 * Says once to the server that an offer was seen: when its card is on screen and somebody is there. A
 * page left open on a desk has seen nothing.
 *
 * @returns what to give to the card as its `ref`
 */
export function useSeen(offerId: string, seen: boolean) {
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const shown = card.current;
    if (seen || !shown) return;
    let visible = false;
    function mark() {
      if (!visible || document.visibilityState !== "visible" || readsByItself()) return;
      stop();
      // Lost on the way: the next look says it again.
      void markOfferSeen({ path: { offer_id: offerId } }).catch(() => undefined);
    }
    function stop() {
      watcher.disconnect();
      for (const gesture of GESTURES) window.removeEventListener(gesture, mark);
    }
    const watcher = new IntersectionObserver(
      ([entry]) => {
        visible = entry?.isIntersecting ?? false;
        mark();
      },
      { threshold: HALF },
    );
    watcher.observe(shown);
    for (const gesture of GESTURES) window.addEventListener(gesture, mark, { passive: true });
    return stop;
  }, [offerId, seen]);
  return card;
}
