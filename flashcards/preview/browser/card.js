// One flashcard and its diagnostics, large.

// --- the card: in a shadow tree, where the page's style does not reach ----------------------------

const sheet = (css) => {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
};
// What Anki's reviewer brings along, then what only a preview needs.
const REVIEWER = sheet(`
  :host { container-type: size }
  html { display: block; min-height: 100% }
  body { display: block; min-height: 100cqh; margin: 20px; overflow-wrap: break-word; position: relative }
  hr { background-color: #c4c4c4; margin: 1em; border: none; height: 1px }
  img { max-width: 100%; max-height: 95cqh }
  li { text-align: start }
  pre { text-align: left }`);
const OWN = sheet(`
  math { font-family: math; font-size: 1.06em }
  math[display="block"] { margin-block: 0.75em; overflow-x: auto; overflow-y: hidden; max-width: 100% }
  menclose[notation="box"] { border: 1px solid; padding: 0.25em }
  menclose[notation$="strike"] { background: linear-gradient(to top right,
    transparent 47%, currentcolor 48% 52%, transparent 53%) }
  .formula-and-stop { white-space: nowrap }
  .formula-source code { white-space: pre-wrap }
  div.formula-source { margin-block: 0.75em; text-align: center }
  .not-shown { display: inline-block; padding: 0.15em 0.5em; border: 1px dashed; border-radius: 0.25em;
    font-family: system-ui, sans-serif; font-size: 0.78em; overflow-wrap: anywhere }
  :focus-visible { outline: 2px solid; outline-offset: 2px }`);
const styles = new Map(Object.entries(data.styles).map(([name, css]) => [name, sheet(css)]));

const fillMedia = (content) => {
  for (const name of ["src", "href", "data"]) {
    for (const each of content.querySelectorAll(`[data-${name}]`)) {
      each.setAttribute(name, data.media[each.getAttribute(`data-${name}`)] ?? "");
    }
  }
  for (const link of content.querySelectorAll("a[href^='http' i]")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
};

const screen = (each, html, side) => {
  const template = document.createElement("template");
  template.innerHTML = html; // nothing loads or runs in a template
  fillMedia(template.content);
  const host = make("div", {
    class: "screen", role: "group", tabindex: "0",
    "aria-label": side === "front" ? "Question side" : "Answer side",
  });
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [REVIEWER, styles.get(each.notetype), OWN];
  const night = isNight() ? " nightMode night_mode" : "";
  const body = make("body", { class: `card card1${night}` }, make("div", { id: "qa" }, template.content));
  shadow.append(make("html", state.phone ? { class: "mobile" } : {}, body));
  host.addEventListener("click", (event) => {
    const used = event.composedPath()[0].closest("a, summary, audio, video, button");
    if (!used && !state.both && !String(getSelection())) turn();
  });
  return host;
};

const sideOf = (each, side) => {
  const card = each.cards[Number(state.card)] ?? each.cards[0];
  if (side === "front") return card.front;
  return card.repeats ? card.front + card.back : card.back;
};

const drawStage = () => {
  const entry = found[selected()];
  stage.className = "stage" + (state.phone ? " phone" : "");
  const back = make("button", { type: "button", class: "back" }, "‹ List");
  back.addEventListener("click", () => { state.pane = "list"; draw(); list.focus() });
  const parts = entry === undefined
    ? [make("p", { class: "empty" }, "Nothing is chosen.")]
    : typeof entry === "number" ? [told([entry])] : flashcardParts(entry);
  stage.replaceChildren(back, ...parts.filter(Boolean));
  stage.scrollTop = 0;
};

const flashcardParts = (each) => {
  const sides = state.both ? ["front", "back"] : [state.side];
  const screens = make("div", { class: "screens" }, ...sides.map((side) =>
    make("div", { class: "side" },
      state.both ? make("p", { class: "caption" }, side === "front" ? "Question" : "Answer") : null,
      screen(each, sideOf(each, side), side))));
  return [place(each), each.cards.length > 1 ? cardButtons(each) : null, screens,
    state.both ? null : turnButton(), each.diagnostics.length ? told(each.diagnostics) : null];
};

const place = (each) => make("div", { class: "place" },
  make("a", { href: each.url, id: "open", title: "Open in Obsidian" }, `${each.path}:${each.line}`),
  make("span", { class: "about" }, each.deck.replaceAll("::", " › ")),
  make("span", { class: "about" }, each.syntax),
  each.tags.length ? make("span", { class: "about" }, each.tags.map((tag) => "#" + tag.replaceAll("::", "/")).join(" ")) : null);

const cardButtons = (each) => make("div", { class: "cards", role: "group", "aria-label": "Its cards" },
  ...each.cards.map((card, at) => {
    const button = make("button", { type: "button", "aria-pressed": at === Number(state.card) }, card.name);
    button.addEventListener("click", () => chooseCard(at));
    return button;
  }));

const turnButton = () => {
  const button = make("button", { type: "button", class: "turn", id: "turn" },
    state.side === "front" ? "Show answer" : "Show question");
  button.addEventListener("click", turn);
  return button;
};

const told = (numbers) => make("ul", { class: "told", "aria-label": "Diagnostics" },
  ...numbers.map((at) => {
    const { code, severity, path, line, message, hint, url } = data.diagnostics[at];
    const where = url ? make("a", { href: url, title: "Open in Obsidian" }, `${path}:${line}`) : `${path}:${line}`;
    return make("li", {},
      make("p", {}, make("span", { class: `severity ${severity}` }, severity), ` ${message}`),
      hint ? make("p", { class: "hint" }, hint) : null,
      make("p", { class: "code" }, where, ` · ${code}`));
  }));

const say = (words) => { byId("said").textContent = words };

const keepFocus = (act) => {
  const id = document.activeElement?.id;
  const inStage = stage.contains(document.activeElement);
  act();
  if (inStage) (byId(id) ?? byId("turn") ?? list).focus({ preventScroll: true });
};

const turn = () => {
  if (state.both || typeof (found[selected()] ?? 0) === "number") return;
  state.side = state.side === "front" ? "back" : "front";
  keepFocus(() => { drawStage(); writeAddress() });
  say(state.side === "front" ? "Question" : "Answer");
};

const chooseCard = (at) => {
  const cards = found[selected()]?.cards?.length ?? 0;
  if (at < 0 || at >= cards) return;
  Object.assign(state, { card: String(at), side: "front" });
  keepFocus(() => { drawStage(); writeAddress() });
  say(found[selected()].cards[at].name);
};
