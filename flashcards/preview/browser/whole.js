// The whole page, drawn from what is chosen.

// --- the whole ----------------------------------------------------------------------------------

const press = (id, on) => byId(id).setAttribute("aria-pressed", Boolean(on));

const draw = () => {
  document.documentElement.dataset.light = isNight() ? "night" : "day";
  document.body.dataset.pane = state.pane;
  press("night", isNight());
  press("phone", state.phone);
  press("both", state.both);
  press("show-flashcards", !showsOthers());
  press("show-others", showsOthers());
  list.setAttribute("aria-label", showsOthers() ? "Other diagnostics" : "Flashcards");
  for (const name of SELECTS) {
    const select = byId(name);
    select.value = state[name];
    select.classList.toggle("used", Boolean(state[name]));
    select.parentElement.hidden = select.options.length < 2 || (showsOthers() && name !== "diagnostic");
  }
  byId("clear").hidden = !(state.q || SELECTS.some((name) => state[name]));
  drawRows();
  drawStage();
  writeAddress();
};

const count = (shown, all) => (shown === all ? `${all}` : `${shown}/${all}`);

const refresh = () => {
  find();
  const all = showsOthers() ? others.length : data.flashcards.length;
  byId("flashcards-count").textContent =
    showsOthers() ? data.flashcards.length : count(found.length, all);
  byId("others-count").textContent = showsOthers() ? count(found.length, all) : others.length;
  byId("nothing").hidden = found.length > 0;
  byId("nothing").textContent = all ? "Nothing fits." : showsOthers()
    ? "No diagnostics but those beside their flashcards." : "No flashcards were found.";
  if (selected() < 0) chooseAnother();
  draw();
  say(`${found.length} found`);
};

// A flashcard that was edited before it was ever exported has another id, but still its place.
const chooseAnother = () => {
  const same = found.find((entry) => placeOf(entry) === state.place);
  if (same !== undefined) { state.id = idOf(same); return }
  const [first] = found;
  Object.assign(state, { id: "", place: "", card: "0", side: "front" });
  if (first !== undefined) Object.assign(state, { id: idOf(first), place: placeOf(first) });
  list.scrollTop = 0;
};

const showList = (name) => {
  Object.assign(state, { list: name, id: "", place: "", pane: "list" });
  refresh();
};

const clear = () => {
  for (const name of [...SELECTS, "q"]) state[name] = "";
  search.value = "";
  refresh();
};
