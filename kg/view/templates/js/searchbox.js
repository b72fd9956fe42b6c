/* The search field: suggestions while typing, silent while an input method composes. */

/** @type {Hit[]} */
let hits = [];
let hitIndex = 0;
/** What becomes of the entity that is asked for, null where none is. @type {((other: number) => void) | null} */
let asked = null;

function updateHits() {
  hits = search($("#query").value, asked !== null);
  if (SERVER && $("#query").value.trim() && !asked)
    hits.splice(hits.filter((hit) => hit.kind === "entity").length, 0, { kind: "server" });
  if (!asked && isQuestion($("#query").value.trim())) hits.unshift({ kind: "ask" });
  hitIndex = 0;
  drawHits();
}

function drawHits() {
  const typed = $("#query").value.trim(),
    list = $("#hits");
  list.replaceChildren(
    ...hits.map(hitRow),
    ...(typed && !hits.length ? [make("li", { class: "soft", role: "presentation" }, /^[a-z ?]{6,}$/i.test(typed) ? t("noHits") + " " + t("askHan") : t("noHits"))] : []),
  );
  list.hidden = !typed;
  $("#query").setAttribute("aria-expanded", String(Boolean(typed)));
  $("#query").setAttribute("aria-activedescendant", hits.length ? "hit-" + hitIndex : "");
  $("#hit-status").textContent = typed ? t("hits", hits.length) : "";
  list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
}

/** @param {Hit} hit @param {number} k */
function hitRow(hit, k) {
  return make(
    "li",
    {
      id: "hit-" + k,
      role: "option",
      "aria-selected": String(k === hitIndex),
      class: hit.kind,
      on: {
        pointerdown: (/** @type {Event} */ event) => {
          event.preventDefault();
          takeHit(k);
        },
      },
    },
    hitText(hit),
  );
}

/** @param {Hit} hit */
function hitText(hit) {
  if (hit.kind === "entity") {
    const { entity, name } = hit;
    return [
      glyph(entity.cls),
      make(
        "span",
        { class: "text" },
        isolated(entity.label),
        name !== entity.label ? make("span", { class: "soft" }, "（", isolated(name), "）") : null,
        entity.about ? make("span", { class: "soft about" }, " ", isolated(entity.about)) : null,
      ),
      make("span", { class: "number" }, entity.degree),
    ];
  }
  if (hit.kind === "relation")
    return [make("span", { class: "kind" }, t("rel")), make("span", { class: "text" }, termLabel(relations[hit.relation]))];
  if (hit.kind === "words")
    return [
      make("span", { class: "kind" }, t("words")),
      make("span", { class: "text" }, `“${$("#query").value.trim()}”`),
      make("span", { class: "number" }, t("evidenceHits", count(hit.total))),
    ];
  if (hit.kind === "ask") return make("span", { class: "text" }, t("askThis", $("#query").value.trim()));
  if (hit.kind === "server") return make("span", { class: "kind" }, t("onServer", $("#query").value.trim()));
  if (hit.kind === "remote") return make("span", { class: "text" }, isolated(hit.label));
  const { text } = sentences[hit.sentence],
    length = $("#query").value.trim().length,
    from = Math.max(0, hit.at - 10);
  return make(
    "span",
    { class: "text" },
    from ? "…" : "",
    text.slice(from, hit.at),
    make("mark", { class: "p" }, text.slice(hit.at, hit.at + length)),
    text.slice(hit.at + length, hit.at + 60),
  );
}

/** @param {number} k */
function takeHit(k) {
  const hit = hits[k],
    typed = $("#query").value.trim();
  if (!hit) return;
  leaveSearch();
  if (hit.kind === "entity" && asked) {
    const act = asked;
    asked = null;
    translate();
    act(hit.entity.n);
  } else if (hit.kind === "entity") openNode(hit.entity.n, true);
  else if (hit.kind === "relation") {
    state.chosen.rel.add(hit.relation);
    change();
    mainElement().focus({ preventScroll: true });
  } else if (hit.kind === "words") {
    state.words = typed;
    change();
    mainElement().focus({ preventScroll: true });
  } else if (hit.kind === "server") searchServer(typed);
  else if (hit.kind === "ask") askQuestion(typed);
  else if (hit.kind === "remote") openRemote(hit.iri);
  else openSentence(hit.sentence);
}

/** Opens the first fact that a sentence states. @param {number} sentence */
function openSentence(sentence) {
  const claim = claims.find((one) => one.sentence === sentence);
  if (!claim) return;
  openFact(claim.fact);
  focusDetails();
}

function leaveSearch() {
  $("#query").value = "";
  hits = [];
  drawHits();
  $("#query").blur();
}

/** The search field asks for another entity. @param {(other: number) => void} act */
function askForEntity(act) {
  asked = act;
  $("#query").setAttribute("placeholder", t("pathPrompt"));
  $("#query").focus();
}

function startSearch() {
  const field = $("#query");
  field.addEventListener("input", (/** @type {InputEvent} */ event) => {
    if (!event.isComposing) updateHits();
  });
  field.addEventListener("compositionend", updateHits);
  field.addEventListener("blur", () => {
    hits = [];
    $("#hits").hidden = true;
    field.setAttribute("aria-expanded", "false");
  });
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const move = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (move && hits.length) {
      hitIndex = (hitIndex + move + hits.length) % hits.length;
      drawHits();
      event.preventDefault();
    } else if (event.key === "Enter") {
      takeHit(hitIndex);
      event.preventDefault();
    } else if (event.key === "Escape") {
      asked = null;
      translate();
      leaveSearch();
      event.stopPropagation();
      mainElement().focus({ preventScroll: true });
    }
  });
}
