import { useInfiniteQuery } from "@tanstack/react-query";
import { markNotificationRead, type Notification } from "../../api";
import { listNotificationsInfiniteOptions } from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { useWrite } from "../../writes";

/** My messages on screen, newest first, page after page. */
export function useMessages(unread: boolean) {
  return useInfiniteQuery({
    ...listNotificationsInfiniteOptions({ query: { unread: unread || undefined } }),
    ...live,
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Says that these have been read. */
export function useMarkRead() {
  return useWrite(async (messages: Notification[], key) => {
    for (const message of messages) {
      await markNotificationRead({
        path: { notification_id: message.id },
        // One key an operation and its path: the same key would answer the first one again.
        headers: { "Idempotency-Key": `${key}.${message.id}` },
        throwOnError: true,
      });
    }
  });
}
