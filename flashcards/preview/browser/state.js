// What there is, and what is chosen.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const list = byId("list"), rows = byId("rows"), stage = byId("stage"), search = byId("search");
const SELECTS = ["deck", "tag", "syntax", "diagnostic"];
const ROW = 84, BEYOND = 6; // pixels of a row, as in the style; rows drawn above and below

const make = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((each) => each !== null));
  return made;
};

// --- what there is -----------------------------------------------------------------------------

const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
const taken = new Set(data.flashcards.flatMap((each) => each.diagnostics));
const others = [...data.diagnostics.keys()].filter((at) => !taken.has(at));
const within = (name, chosen) => name === chosen || name.startsWith(chosen + "::");

const flashcardText = (each) =>
  [...each.words, each.path, each.deck, ...each.tags, each.syntax].join("\n");
const otherText = (at) => {
  const { message, hint, path, code } = data.diagnostics[at];
  return [message, hint, path, code].join("\n");
};
const folded = new Map();
const textOf = (entry, text) => {
  if (!folded.has(entry)) folded.set(entry, fold(text(entry)));
  return folded.get(entry);
};

const isTold = (at, chosen) => {
  const { code, severity } = data.diagnostics[at];
  return chosen === "any" || chosen === code || chosen === severity;
};

// --- what is chosen; the address keeps it, so that a reload comes back to the same place ---------

const state = {
  list: "flashcards", q: "", deck: "", tag: "", syntax: "", diagnostic: "",
  id: "", place: "", card: "0", side: "front", both: "", phone: "", light: "", pane: "list",
};
const DEFAULTS = { ...state };
const WORDS = {
  list: ["flashcards", "others"], side: ["front", "back"], pane: ["list", "card"],
  light: ["", "day", "night"], both: ["", "1"], phone: ["", "1"],
};

const readAddress = () => {
  let written;
  try { written = new URLSearchParams(location.hash.slice(1)) } catch { return }
  for (const key of Object.keys(state)) {
    const value = written.get(key);
    if (value !== null && (WORDS[key]?.includes(value) ?? true)) state[key] = value;
  }
};

const writeAddress = () => {
  const written = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) {
    if (value !== DEFAULTS[key]) written.set(key, value);
  }
  const hash = "#" + written;
  if (hash !== (location.hash || "#")) history.replaceState(null, "", hash);
};

const dark = matchMedia("(prefers-color-scheme: dark)");
const isNight = () => (state.light || (dark.matches ? "night" : "day")) === "night";
