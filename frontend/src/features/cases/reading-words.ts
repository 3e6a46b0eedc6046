import type { MessageReading } from "../../api";
import { atHour } from "../../time";

const NAMED = 3;

/** "Lu par Dr Aubertin, 10:41 · Inès Carpentier, 10:45"; null while nobody has read it. */
export function readingsWord(readings: readonly MessageReading[], now: number): string | null {
  const [first] = readings;
  if (!first) return null;
  if (first.name === null) return `Lu ${atHour(first.read_at, now)}`;
  const said = readings
    .slice(0, NAMED)
    .map(({ name, read_at }) => `${name}, ${atHour(read_at, now).replace(/^à /, "")}`);
  const others = readings.length - NAMED;
  const rest = others > 0 ? ` et ${others} ${others === 1 ? "autre" : "autres"}` : "";
  return `Lu par ${said.join(" · ")}${rest}`;
}

/** "2 messages non lus". */
export function unreadWord(count: number): string {
  return count === 1 ? "1 message non lu" : `${count} messages non lus`;
}
