// How much happened when, as bars: what is known only to the minute or the day is a bar as wide as that.

export interface Moment {
  at: number;
  /** 0 to the second, 1 to the minute, 2 to the day. */
  precision: number;
  /** Whether it passes the filters. */
  passes: boolean;
}

export interface Bar {
  from: number;
  to: number;
  count: number;
  passing: number;
  /** Whether the bar is as wide as the time is vague. */
  vague: boolean;
}

const UNITS = [0, 60_000, 86_400_000];

/** Bars of `width` milliseconds from `begin` on; vague times in wider ones of their own, from the day's or minute's start. */
export function bars(moments: readonly Moment[], begin: number, width: number): Bar[] {
  const found = new Map<string, Bar>();
  for (const { at, precision, passes } of moments) {
    const unit = UNITS[precision] ?? 0;
    const wide = Math.max(unit, width);
    // what is loaded counts days in UTC
    const start = unit > width ? Math.floor(at / unit) * unit : begin + Math.floor((at - begin) / width) * width;
    const key = `${start}|${unit}`;
    const bar = found.get(key) ?? { from: start, to: start + wide, count: 0, passing: 0, vague: unit > 0 };
    bar.count += 1;
    if (passes) bar.passing += 1;
    found.set(key, bar);
  }
  return [...found.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}
