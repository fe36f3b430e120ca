// Filters, keys, and the first drawing; last of the parts.

// --- filters --------------------------------------------------------------------------------------

const levels = (names) => {
  const counts = new Map();
  for (const each of names) {
    const parts = each.split("::");
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const name = parts.slice(0, depth).join("::");
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
};

const nested = ([name, number]) => {
  const parts = name.split("::");
  return [name, `${"\u2003".repeat(parts.length - 1)}${parts.at(-1)} (${number})`];
};

const fillSelect = (id, options) => {
  const select = byId(id);
  select.append(make("option", { value: "" }, "all"));
  for (const [value, label] of options) select.append(make("option", { value }, label));
  if (state[id] && ![...select.options].some((each) => each.value === state[id])) state[id] = "";
  select.addEventListener("change", () => { state[id] = select.value; refresh() });
};

const fillSelects = () => {
  const flashcards = data.flashcards;
  fillSelect("deck", levels(flashcards.map((each) => each.deck)).map(nested));
  // A flashcard with tags a::b and a::c counts once for a.
  const tags = flashcards.flatMap((each) =>
    [...new Set(each.tags.flatMap((tag) => levels([tag]).map(([name]) => name)))]);
  const tagged = new Map();
  for (const tag of tags) tagged.set(tag, (tagged.get(tag) ?? 0) + 1);
  fillSelect("tag", [...tagged].sort(([one], [other]) => (one < other ? -1 : 1)).map(nested));
  fillSelect("syntax", levels(flashcards.map((each) => each.syntax)).map(nested));
  const told = data.diagnostics;
  const known = (key) => levels(told.map((each) => each[key]));
  fillSelect("diagnostic", !told.length ? [] : [["any", `any (${told.length})`],
    ...known("severity").map(nested), ...known("code").map(nested)]);
};

// --- keys -----------------------------------------------------------------------------------------

const step = (by) => { choose(selected() + by); if (state.pane === "list") list.focus({ preventScroll: true }) };
const page = () => Math.max(1, Math.floor(list.clientHeight / ROW) - 1);
const toggle = (key) => keepFocus(() => { state[key] = state[key] ? "" : "1"; draw() });
const toggleNight = () => keepFocus(() => { state.light = isNight() ? "day" : "night"; draw() });
const showHelp = () => byId("help").showModal();

const KEYS = {
  "/": () => { state.pane = "list"; draw(); search.focus(); search.select() },
  "?": showHelp,
  ArrowDown: () => step(1), j: () => step(1),
  ArrowUp: () => step(-1), k: () => step(-1),
  PageDown: () => step(page()), PageUp: () => step(-page()),
  Home: () => choose(0), End: () => choose(found.length - 1),
  ArrowRight: () => chooseCard(Number(state.card) + 1),
  ArrowLeft: () => chooseCard(Number(state.card) - 1),
  " ": turn,
  Enter: () => { if (stage.checkVisibility()) turn(); else { state.pane = "card"; draw() } },
  b: () => toggle("both"), p: () => toggle("phone"), n: toggleNight,
  d: () => showList(showsOthers() ? "flashcards" : "others"),
  o: () => (byId("open") ?? stage.querySelector(".told a"))?.click(),
  Escape: () => { state.pane = "list"; draw(); list.focus({ preventScroll: true }) },
};
const IN_SEARCH = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Enter", "Escape"]);
const OWN_KEYS = { // what some elements do themselves with a key
  BUTTON: [" ", "Enter"], A: ["Enter"], SUMMARY: [" ", "Enter"],
  AUDIO: [" ", "ArrowLeft", "ArrowRight"], VIDEO: [" ", "ArrowLeft", "ArrowRight"],
};

const isUsed = (event) => {
  const target = event.composedPath()[0];
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return true;
  if (target === search) return !IN_SEARCH.has(event.key);
  if (target.tagName === "SELECT") return true;
  if (target.classList?.contains("screen") && /^(Arrow(Up|Down)|Page|Home|End)/.test(event.key)) return true;
  return OWN_KEYS[target.tagName]?.includes(event.key) ?? false;
};

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || isUsed(event)) return;
  event.preventDefault();
  if (event.target === search && event.key === "Enter") { searchNow(); list.focus() }
  else act();
});

let waiting = 0;
const searchNow = () => {
  clearTimeout(waiting);
  if (state.q !== search.value) { state.q = search.value; refresh() }
};
search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(searchNow, 60);
});
list.addEventListener("scroll", () => requestAnimationFrame(drawRows), { passive: true });
new ResizeObserver(drawRows).observe(list);
byId("night").addEventListener("click", toggleNight);
byId("phone").addEventListener("click", () => toggle("phone"));
byId("both").addEventListener("click", () => toggle("both"));
byId("ask").addEventListener("click", showHelp);
byId("clear").addEventListener("click", clear);
byId("show-flashcards").addEventListener("click", () => showList("flashcards"));
byId("show-others").addEventListener("click", () => showList("others"));
dark.addEventListener("change", draw);

// --- a served page follows the vault ----------------------------------------------------------------

const follow = () => {
  const told = make("p", { class: "trouble", role: "alert", hidden: "" });
  document.body.append(told);
  const source = new EventSource("changes");
  source.addEventListener("message", (event) => {
    const { version, trouble } = JSON.parse(event.data);
    told.textContent = trouble;
    told.hidden = !trouble;
    if (version === data.version) return;
    try { sessionStorage.setItem("scroll", String(list.scrollTop)) } catch { /* no storage */ }
    source.close();
    location.reload();
  });
};

readAddress();
search.value = state.q;
fillSelects();
refresh();
try {
  const scroll = sessionStorage.getItem("scroll");
  sessionStorage.removeItem("scroll");
  if (scroll !== null) list.scrollTop = Number(scroll);
  else bringIntoView(Math.max(0, selected()));
} catch { bringIntoView(Math.max(0, selected())) }
if (data.version) follow();
