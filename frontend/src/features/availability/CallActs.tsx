import { Button } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { usePhone } from "../../ui/usePhone";
import classes from "./FollowUps.module.css";

/** What may be said after a call. */
export type CallAct = { key: string; label: string; onSelect: () => void };

type CallActsProps = {
  /** Of whom, for those who hear the buttons without the card around them. */
  about: string;
  /** The likeliest first. */
  acts: CallAct[];
  /** The first is what the card is for; not so beside the number to call. */
  filled?: boolean;
  busy?: string | false;
};

/** What came of a call: a phone has room for the likeliest and « Plus », a desk for all. */
export function CallActs({ about, acts, filled = false, busy = false }: CallActsProps) {
  const phone = usePhone();
  const shown = phone ? acts.slice(0, 1) : acts;
  const more = acts.slice(shown.length);
  return (
    <div className={classes.acts} data-phone={phone || undefined}>
      {shown.map(({ key, label, onSelect }, place) => (
        <Button
          key={key}
          size={phone ? "normal" : "small"}
          variant={filled && place === 0 ? "filled" : "default"}
          aria-label={`${label}, ${about}`}
          busy={place === 0 && busy}
          onClick={onSelect}
        >
          {label}
        </Button>
      ))}
      {more.length > 0 && (
        <Menu look="button" label={`Plus, ${about}`} trigger="Plus" items={more} />
      )}
    </div>
  );
}
