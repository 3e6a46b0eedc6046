import type { RedFlag } from "../api";
import { RED_FLAG } from "../words";
import { ActionBar } from "./ActionBar";
import { Button } from "./Button";
import classes from "./RedFlags.module.css";

type RedFlagsProps = {
  /** Any sign: the stop screen shows at once. */
  onSign: (sign: RedFlag) => void;
  onNone: () => void;
};

/** Seven signs, one button. The safety step that stands before any request for care. */
export function RedFlags({ onSign, onNone }: RedFlagsProps) {
  return (
    <section className={classes.root} aria-labelledby="red-flags-title">
      <h2 id="red-flags-title" className={classes.question}>
        Y a-t-il un de ces signes&nbsp;?
      </h2>
      <ul className={classes.signs}>
        {(Object.keys(RED_FLAG) as RedFlag[]).map((sign) => (
          <li key={sign}>
            <label className={classes.sign}>
              <input type="checkbox" checked={false} onChange={() => onSign(sign)} />
              {RED_FLAG[sign]}
            </label>
          </li>
        ))}
      </ul>
      <ActionBar>
        <Button variant="filled" size="decision" wide onClick={onNone}>
          Aucun de ces signes
        </Button>
        <p className={classes.doubt}>
          Dans le doute, appelez le <a href="tel:15">15</a>.
        </p>
      </ActionBar>
    </section>
  );
}
