// Times in words, in a zone that the analyst chooses: a fixed offset, so that no daylight saving shifts what was measured.

const MINUTE = 60_000;

/** Minutes east of UTC. */
export const OFFSETS = [
  -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60, 0, 60, 120, 180, 210, 240, 270, 300, 330,
  345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 840,
];

export function zoneName(offset: number): string {
  if (!offset) return "UTC";
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `UTC${offset < 0 ? "−" : "+"}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

/** Year, month, day, hour and minute, as far as `unit` milliseconds tell them apart. */
export function moment(ms: number, offset: number, unit = MINUTE): string {
  const date = new Date(ms + offset * MINUTE);
  if (Number.isNaN(date.getTime())) return "";
  const text = date.toISOString().replace("T", " ");
  return unit >= 24 * 60 * MINUTE ? text.slice(0, 10) : text.slice(0, 16);
}
