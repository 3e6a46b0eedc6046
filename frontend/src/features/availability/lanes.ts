/** What stands in a column from one minute to another. */
type Standing = { id: string; from: number; to: number };

type Lane = { at: number; of: number };

/**
 * Side by side, those whose hours meet: each in the first lane that is free at its start, all of a group
 * as narrow as its widest hour asks. Those that meet nothing are left out: they have the column.
 */
export function lanesOf(blocks: Standing[]): Map<string, Lane> {
  const lanes = new Map<string, Lane>();
  let group: { id: string; at: number; to: number }[] = [];
  function close() {
    const of = Math.max(...group.map(({ at }) => at + 1));
    if (of > 1) for (const { id, at } of group) lanes.set(id, { at, of });
    group = [];
  }
  for (const { id, from, to } of blocks.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (group.every((one) => one.to <= from)) close();
    const taken = group.filter((one) => one.to > from).map(({ at }) => at);
    let at = 0;
    while (taken.includes(at)) at += 1;
    group.push({ id, at, to });
  }
  close();
  return lanes;
}
