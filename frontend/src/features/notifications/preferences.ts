import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type ChannelChoice,
  createNotificationTrial,
  getNotificationPreferences,
  type NotificationFamily,
  type NotificationPreferences,
  type NotificationPreferencesInput,
  type QuietHours,
  replaceNotificationPreferences,
  type TrialChannel,
} from "../../api";
import { getNotificationPreferencesOptions } from "../../api/@tanstack/react-query.gen";
import { isProblem } from "../../problems";
import { etag, useWrite } from "../../writes";

export const preferencesOptions = getNotificationPreferencesOptions();

/** What one changes of one's preferences; what is left out stays. */
export type PreferencesChange = {
  family?: NotificationFamily;
  choice?: Partial<ChannelChoice>;
  daily_summary?: boolean;
  mobile_phone?: string | null;
  quiet_hours?: QuietHours | null;
};

/** By which ways messages reach me. */
export function usePreferences() {
  return useQuery(preferencesOptions);
}

/** The choices once this is changed. */
export function changed(
  known: NotificationPreferences,
  { family, choice }: PreferencesChange,
): NotificationPreferences["choices"] {
  if (!family) return known.choices;
  return { ...known.choices, [family]: { ...known.choices[family], ...choice } };
}

async function put(change: PreferencesChange, key: string): Promise<NotificationPreferences> {
  const { data: known } = await getNotificationPreferences({ throwOnError: true });
  const body: NotificationPreferencesInput = {
    choices: changed(known, change),
    daily_summary: change.daily_summary ?? known.daily_summary,
    ...(change.mobile_phone !== undefined && { mobile_phone: change.mobile_phone }),
    ...(change.quiet_hours !== undefined && { quiet_hours: change.quiet_hours }),
  };
  const { data } = await replaceNotificationPreferences({
    headers: { "If-Match": etag(known.version), "Idempotency-Key": key },
    body,
    throwOnError: true,
  });
  return data;
}

/** Changes one's preferences at once; the screen goes back when the server refuses. One after the other. */
export function usePreferencesChange() {
  const queries = useQueryClient();
  const { queryKey } = preferencesOptions;
  return useMutation({
    scope: { id: "notification-preferences" },
    mutationFn: async (change: PreferencesChange) => {
      try {
        return await put(change, crypto.randomUUID());
      } catch (failure) {
        // Changed elsewhere between the reading and the writing: once more, on what is known now.
        if (isProblem(failure) && failure.type === "stale_version") {
          return put(change, crypto.randomUUID());
        }
        throw failure;
      }
    },
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      if (before) {
        queries.setQueryData(queryKey, {
          ...before,
          choices: changed(before, change),
          daily_summary: change.daily_summary ?? before.daily_summary,
          quiet_hours: change.quiet_hours === undefined ? before.quiet_hours : change.quiet_hours,
        });
      }
      return { before };
    },
    onError: (_failure, _change, context) => {
      if (context?.before) queries.setQueryData(queryKey, context.before);
    },
    onSuccess: (known) => queries.setQueryData(queryKey, known),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}

/** Sends oneself a trial by one way. */
export function useTrial() {
  return useWrite(async (channel: TrialChannel, key) => {
    const { data } = await createNotificationTrial({
      headers: { "Idempotency-Key": key },
      body: { channel },
      throwOnError: true,
    });
    return data;
  });
}
