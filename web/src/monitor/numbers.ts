import type { Ticks, VitalName, VitalsSection } from "../net/messages";
import { ALWAYS_SHOWN, MONITORED, VITAL_SIGNS, type VitalSign } from "./channels";

/** One number as shown: live from the monitor, or as last measured and when. */
export interface ShownVital {
  sign: VitalSign;
  text: string;
  detail: string;
  at: Ticks | null;
  live: boolean;
}

interface Known {
  value: number;
  at: Ticks | null;
  live: boolean;
}

function known(vitals: VitalsSection, name: VitalName): Known | null {
  const live = vitals.monitor && MONITORED.has(name) ? vitals.live?.[name] : null;
  const measured = vitals.measured[name];
  if (live !== null && live !== undefined) return { value: live, at: null, live: true };
  if (measured === undefined) return null;
  return { value: measured.value, at: measured.at, live: false };
}

/** The numbers beside the curves; a dash stands for what nobody has measured. */
export function shownVitals(vitals: VitalsSection): ShownVital[] {
  const shown: ShownVital[] = [];
  for (const sign of VITAL_SIGNS) {
    const found = known(vitals, sign.name);
    if (found === null) {
      if (ALWAYS_SHOWN.has(sign.name)) shown.push({ sign, text: "—", detail: "", at: null, live: false });
      continue;
    }
    const { at, live } = found;
    if (sign.name === "systolic_pressure") shown.push({ sign, ...pressure(vitals, found.value), at, live });
    else shown.push({ sign, text: found.value.toFixed(sign.digits), detail: "", at, live });
  }
  return shown;
}

function pressure(vitals: VitalsSection, systolic: number): { text: string; detail: string } {
  const diastolic = known(vitals, "diastolic_pressure")?.value;
  const mean = known(vitals, "mean_arterial_pressure")?.value;
  return {
    text: `${systolic.toFixed(0)}/${diastolic === undefined ? "—" : diastolic.toFixed(0)}`,
    detail: mean === undefined ? "" : `(${mean.toFixed(0)})`,
  };
}
