import { phoneHref, phoneWords } from "../figures";

/** A number that is called in one tap: `01 99 00 42 18`. */
export function PhoneLink({ phone }: { phone: string }) {
  return <a href={phoneHref(phone)}>{phoneWords(phone)}</a>;
}
