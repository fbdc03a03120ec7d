import { LEADS, leadName, type Lead } from "./channels";

/** Pixels a millimetre on the sheet. */
export const SHEET_MM = 4;
const WIDTH_MM = 270;
const HEIGHT_MM = 156;
const SPEED = 25;
const GAIN = 10;
const LEFT_MM = 8;
const TOP_MM = 18;
const MOST_LINES = 4;
const ROW_MM = 33;
const CELL_S = 2.5;
const GRID: readonly (readonly Lead[])[] = [
  ["i", "avr", "v1", "v4"],
  ["ii", "avl", "v2", "v5"],
  ["iii", "avf", "v3", "v6"],
];

/** Ten seconds of all leads, as they were when the print was asked for. */
export interface Recording {
  rate: number;
  rows: Float32Array[];
}

export const SHEET = { width: WIDTH_MM * SHEET_MM, height: HEIGHT_MM * SHEET_MM };

/** Draws the usual sheet: three rows of four leads of 2.5 s each, and ten seconds of lead II below. */
export function drawSheet(context: CanvasRenderingContext2D, recording: Recording, heading: string[]): void {
  context.fillStyle = "#fff8f6";
  context.fillRect(0, 0, SHEET.width, SHEET.height);
  drawGrid(context);
  context.fillStyle = "#1a1a1a";
  context.font = "600 15px system-ui, sans-serif";
  const room = SHEET.width - 2 * LEFT_MM * SHEET_MM;
  const lines = heading.flatMap((line) => wrapped(line, room, (text) => context.measureText(text).width));
  lines.slice(0, MOST_LINES).forEach((line, n) => {
    context.fillText(line, LEFT_MM * SHEET_MM, 17 + n * 17);
  });
  GRID.forEach((leads, row) => {
    calibration(context, TOP_MM + ROW_MM * (row + 0.55));
    leads.forEach((lead, column) => {
      const from = column * CELL_S;
      drawLead(context, recording, lead, from, from + CELL_S, TOP_MM + ROW_MM * (row + 0.55));
    });
  });
  calibration(context, TOP_MM + ROW_MM * 3.55);
  drawLead(context, recording, "ii", 0, 10, TOP_MM + ROW_MM * 3.55);
  context.font = "13px system-ui, sans-serif";
  context.fillText(`${SPEED} mm/s   ${GAIN} mm/mV`, LEFT_MM * SHEET_MM, SHEET.height - 8);
}

/** A text in lines that are no longer than `room`, cut between words. */
export function wrapped(text: string, room: number, long: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && long(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}

function drawGrid(context: CanvasRenderingContext2D): void {
  for (const [step, colour, width] of [
    [1, "#fbdcd6", 1],
    [5, "#f2ab9f", 1.2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    for (let mm = 0; mm <= WIDTH_MM; mm += step) {
      context.moveTo(mm * SHEET_MM + 0.5, 0);
      context.lineTo(mm * SHEET_MM + 0.5, SHEET.height);
    }
    for (let mm = 0; mm <= HEIGHT_MM; mm += step) {
      context.moveTo(0, mm * SHEET_MM + 0.5);
      context.lineTo(SHEET.width, mm * SHEET_MM + 0.5);
    }
    context.stroke();
  }
}

/** A millivolt and a fifth of a second, at the beginning of a row. */
function calibration(context: CanvasRenderingContext2D, middle: number): void {
  context.strokeStyle = "#1a1a1a";
  context.lineWidth = 1.4;
  context.beginPath();
  const [x, y] = [2 * SHEET_MM, middle * SHEET_MM];
  context.moveTo(x, y);
  context.lineTo(x + SHEET_MM, y);
  context.lineTo(x + SHEET_MM, y - GAIN * SHEET_MM);
  context.lineTo(x + 4 * SHEET_MM, y - GAIN * SHEET_MM);
  context.lineTo(x + 4 * SHEET_MM, y);
  context.lineTo(x + 5 * SHEET_MM, y);
  context.stroke();
}

function drawLead(
  context: CanvasRenderingContext2D,
  { rate, rows }: Recording,
  lead: Lead,
  fromS: number,
  toS: number,
  middle: number,
): void {
  const samples = rows[LEADS.indexOf(lead)];
  if (samples === undefined) return;
  const left = LEFT_MM + fromS * SPEED;
  context.fillStyle = "#1a1a1a";
  context.font = "600 14px system-ui, sans-serif";
  context.fillText(leadName(lead), left * SHEET_MM + 4, (middle - 14) * SHEET_MM);
  const base = baseline(samples);
  context.strokeStyle = "#111111";
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  context.beginPath();
  let down = false;
  for (let n = Math.round(fromS * rate); n < Math.round(toS * rate); n += 1) {
    const value = samples[n] ?? NaN;
    if (Number.isNaN(value)) {
      down = false;
      continue;
    }
    const x = (LEFT_MM + (n / rate) * SPEED) * SHEET_MM;
    const y = (middle - (value - base) * GAIN) * SHEET_MM;
    if (down) context.lineTo(x, y);
    else context.moveTo(x, y);
    down = true;
  }
  context.stroke();
}

/** The middle value, which is the isoelectric line for most of a heartbeat. */
export function baseline(samples: Float32Array): number {
  const known = samples.filter((value) => !Number.isNaN(value)).sort();
  return known[Math.floor(known.length / 2)] ?? 0;
}
