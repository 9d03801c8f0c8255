/** The last seven days, today last: on which of them something was practised. A rhythm to see, not a chain to break. */

export interface Day {
  /** Midnight of that day where the device is, in milliseconds since 1970. */
  start: number;
  answers: number;
}

export function lastWeek(times: readonly (number | string)[], now: number): Day[] {
  const today = new Date(now);
  const days = Array.from({ length: 7 }, (_, at) => ({
    // Counted by calendar days: a day of a clock change has 23 or 25 hours.
    start: new Date(today.getFullYear(), today.getMonth(), today.getDate() - (6 - at)).getTime(),
    answers: 0,
  }));
  for (const time of times) {
    const at = new Date(time).getTime();
    const day = days.findLast(({ start }) => start <= at);
    if (day && at <= now) day.answers += 1;
  }
  return days;
}
