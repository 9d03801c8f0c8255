/** Numbers, dates and durations as a language writes them, by Intl: never put together by hand. */

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

export function formatNumber(locale: string, value: number, digits = 0): string {
  const key = `${locale} ${digits}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits });
    numbers.set(key, format);
  }
  return format.format(value);
}

/** With its sign, also a plus: for differences. */
export function formatDifference(locale: string, value: number, digits = 0): string {
  const size = formatNumber(locale, Math.abs(value), digits);
  const rounded = Number(Math.abs(value).toFixed(digits));
  return rounded === 0 ? size : `${value > 0 ? '+' : '−'}${size}`;
}

/** Seconds as a clock: 75 → "1:15". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** `day`: 23 Nov 2026; `moment`: 23 Nov 2026, 14:03; `short`: 23 Nov; `time`: 14:03. */
export type DateStyle = 'day' | 'moment' | 'short' | 'time' | 'weekday';

const dateOptions: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  moment: { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  short: { day: 'numeric', month: 'short' },
  time: { hour: 'numeric', minute: '2-digit' },
  weekday: { weekday: 'short' },
};

/** A time, in milliseconds since 1970 or as RFC 3339, in the device's own time zone. */
export function formatDate(locale: string, time: number | string, style: DateStyle): string {
  const key = `${locale} ${style}`;
  let format = dates.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, dateOptions[style]);
    dates.set(key, format);
  }
  return format.format(new Date(time));
}
