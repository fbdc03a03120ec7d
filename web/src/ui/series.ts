/** Colours for several lines in one plot, told apart by most eyes (after Okabe and Ito 2008, darkened or lightened for contrast). */
const LIGHT = ["#0a5fa4", "#b34700", "#006d4e", "#8a3c78", "#6b5a00", "#a01f1f", "#3f4f5a"] as const;
const DARK = ["#7cc0f2", "#f0a35e", "#5fd0a8", "#e3a0cf", "#e8d96a", "#ff9d94", "#c3d0d8"] as const;

export const seriesColours = (theme: "light" | "dark"): readonly string[] =>
  theme === "dark" ? DARK : LIGHT;
