// What is found, and the list of it.

// --- what is found -----------------------------------------------------------------------------

let found = [];
const idOf = (entry) => (typeof entry === "number" ? "d" + entry : entry.id);
const placeOf = (entry) => {
  const { path, line } = typeof entry === "number" ? data.diagnostics[entry] : entry;
  return `${path}:${line}`;
};
const showsOthers = () => state.list === "others";

const isFound = (each) =>
  (!state.deck || within(each.deck, state.deck)) &&
  (!state.tag || each.tags.some((tag) => within(tag, state.tag))) &&
  (!state.syntax || each.syntax === state.syntax) &&
  (!state.diagnostic || each.diagnostics.some((at) => isTold(at, state.diagnostic)));

const find = () => {
  const words = fold(state.q).split(/\s+/).filter(Boolean);
  const has = (entry, text) => {
    const whole = textOf(entry, text);
    return words.every((word) => whole.includes(word));
  };
  found = showsOthers()
    ? others.filter((at) =>
        (!state.diagnostic || isTold(at, state.diagnostic)) && has(at, otherText))
    : data.flashcards.filter((each) => isFound(each) && has(each, flashcardText));
};

const selected = () => found.findIndex((entry) => idOf(entry) === state.id);

// --- the list: only the rows that can be seen are there -------------------------------------------

const drawRows = () => {
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - BEYOND);
  const last = Math.min(found.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + BEYOND);
  const chosen = selected();
  rows.style.height = found.length * ROW + "px";
  rows.replaceChildren(
    ...Array.from({ length: Math.max(0, last - first) }, (_, step) => row(first + step, chosen)),
  );
  if (chosen >= first && chosen < last) list.setAttribute("aria-activedescendant", "row" + chosen);
  else list.removeAttribute("aria-activedescendant");
};

const row = (at, chosen) => {
  const entry = found[at];
  const [asked, where] = typeof entry === "number" ? otherRow(entry) : flashcardRow(entry);
  const made = make("div", {
    class: "row", role: "option", id: "row" + at, "aria-selected": at === chosen,
    "aria-posinset": at + 1, "aria-setsize": found.length,
  }, make("span", { class: "asked" }, asked), make("span", { class: "where" }, ...where));
  made.style.top = at * ROW + "px";
  made.addEventListener("click", () => choose(at, true));
  return made;
};

const SEVERITIES = ["error", "warning", "info"];
const worst = (numbers) =>
  SEVERITIES.find((severity) => numbers.some((at) => data.diagnostics[at].severity === severity));

const flashcardRow = (each) => {
  const place = `${each.path.replace(/\.md$/i, "")}:${each.line}`;
  if (!each.diagnostics.length) return [each.words[0] || "(a picture)", [place]];
  const severity = worst(each.diagnostics);
  const mark = make("span", { class: `severity ${severity}` }, severity);
  return [each.words[0] || "(a picture)", [mark, " · ", place]];
};

const otherRow = (at) => {
  const { message, severity, path, line } = data.diagnostics[at];
  const mark = make("span", { class: `severity ${severity}` }, severity);
  return [message, [mark, ` · ${path}:${line}`]];
};

const choose = (at, open = false) => {
  if (!found.length) return;
  const place = Math.min(Math.max(at, 0), found.length - 1);
  const id = idOf(found[place]);
  if (id !== state.id) Object.assign(state, { id, card: "0", side: "front" });
  state.place = placeOf(found[place]);
  if (open) state.pane = "card";
  bringIntoView(place);
  draw();
};

const bringIntoView = (at) => {
  const top = at * ROW, bottom = top + ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (bottom > list.scrollTop + list.clientHeight) {
    list.scrollTop = bottom - list.clientHeight;
  }
};
