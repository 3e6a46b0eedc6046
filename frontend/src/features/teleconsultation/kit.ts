import type {
  TeleconsultationKitItem,
  TeleconsultationKitItemInput,
  TeleconsultationKitLine,
  TeleconsultationSite,
} from "../../api";

/** Item -> the day when it was looked at, null when the site has it no more. */
export type KitChanges = Partial<Record<TeleconsultationKitItem, string | null>>;

/** The kit as the server takes it, once these changes are made. */
export function changedKit(
  { kit }: Pick<TeleconsultationSite, "kit">,
  changes: KitChanges,
): TeleconsultationKitItemInput[] {
  return kit.flatMap(({ item, checked_on }) => {
    const day = changes[item] === undefined ? checked_on : changes[item];
    return day === null ? [] : [{ item, checked_on: day }];
  });
}

/** The lines to show: what is required or there, each with what is about to be written of it. */
export function shownKit(kit: TeleconsultationKitLine[], changes: KitChanges) {
  return kit
    .map((line) => ({ ...line, day: changes[line.item] ?? null, changes: line.item in changes }))
    .filter((line) => line.required || line.checked_on !== null || line.changes);
}
