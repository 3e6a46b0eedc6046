import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useServerNow } from "../../../clock";
import { unreadWord } from "../../../features/cases/reading-words";
import { CASE_PAGE, useUnreadThreads } from "../../../features/cases/unread";
import { relativeHour } from "../../../time";
import { CASE_KIND } from "../../../words";
import classes from "./Taken.module.css";

/** The requests on whose thread somebody wrote and one has not read it, the latest first. */
export function UnreadMessages() {
  const now = useServerNow();
  const threads = useUnreadThreads();
  if (threads.length === 0) return null;
  return (
    <section>
      <h2 className={classes.heading}>Messages non lus</h2>
      <ul className={classes.list}>
        {threads.map(({ case_id: id, kind, number, unread, latest_at }) => (
          <li key={id}>
            <Link to={CASE_PAGE[kind]} params={{ id }} className={classes.row}>
              <div className={classes.words}>
                <p className={classes.title}>{`${unreadWord(unread)}, ${number}`}</p>
                <p className={classes.sentence}>
                  {[CASE_KIND[kind], latest_at && relativeHour(latest_at, now)]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </div>
              <IconChevronRight size={20} stroke={1.75} aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
