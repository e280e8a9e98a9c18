"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const page = document.documentElement;
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const NARROW = matchMedia("(max-width: 62rem)");
  const WIDE = matchMedia("(min-width: 100rem)");

  // Sentences are numbered through all articles; in the page each is "<article>-<number in it>".
  const sentences = [];
  for (const [article, source, count] of data.articles) {
    for (let at = 1; at <= count; at++) sentences.push({ id: `${article}-${at}`, article, source, at });
  }
  const numberOf = new Map(sentences.map((one, number) => [one.id, number]));
  const element = (number) => document.getElementById(sentences[number].id);
  const articleAt = (number) => data.articles.findIndex(([id]) => id === sentences[number].article);
  const textOf = (number) => element(number).textContent.replace(/\s+/g, " ").trim();
  const listed = (map, key) => map.get(key) || map.set(key, []).get(key);

  const pairs = (ends) => Array.from({ length: ends.length / 2 }, (_, at) => [ends[2 * at], ends[2 * at + 1]]);
  const aligned = new Map();
  for (const [left, ...others] of data.aligned) {
    for (const [right, score] of pairs(others)) {
      listed(aligned, left).push([right, score]);
      listed(aligned, right).push([left, score]);
    }
  }
  const alike = new Map(data.alike.map(([id, reason, ...places]) => [id, { reason, places }]));
  const alikeAt = new Map();
  for (const [id, { places }] of alike) for (const place of places) listed(alikeAt, place).push(id);
  const findings = new Map();
  const comparisons = new Map();
  const findingsAt = new Map();
  for (const row of data.findings) {
    if (!row) continue;
    const [id, look, heading, mentioned, first, compared] = row;
    const mentions = pairs(mentioned);
    const places = [...new Set([...first, ...mentions.map(([place]) => place)])];
    findings.set(id, { look, heading, places, isSentence: mentions.some(([, wording]) => wording < 0) });
    for (const place of places) listed(findingsAt, place).push(id);
    for (const [relation, reason, ...ends] of compared) {
      for (const [left, right] of pairs(ends)) {
        const [[here, ours], [there, theirs]] = [mentions[left], mentions[right]];
        listed(comparisons, `${here} ${there}`).push({ id, heading, ours, theirs, relation, reason });
        if (here !== there) listed(comparisons, `${there} ${here}`).push({ id, heading, ours: theirs, theirs: ours, relation, reason });
      }
    }
  }
  const SEVERITY = { same: 0, detail: 1, unclear: 2, conflict: 3 };
  const RELATION_WORDS = { same: "the same", detail: "a difference in detail", unclear: "unclear", conflict: "a conflict" };

  const make = (name, content, attributes = {}) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    for (const one of [].concat(content)) made.append(one);
    return made;
  };

  // Panes: as many articles beside each other as fit; any other takes the place of one that is not needed.
  const panes = new Map(all(".pane").map((pane) => [pane.dataset.article, pane]));
  let visible = [];
  const room = () => Math.min(panes.size, WIDE.matches ? 3 : 2);
  const arrange = () => {
    while (visible.length > room()) visible.pop();
    for (const id of panes.keys()) if (visible.length < room() && !visible.includes(id)) visible.push(id);
    for (const [id, pane] of panes) {
      pane.hidden = !visible.includes(id);
      pane.style.order = visible.indexOf(id);
      const choice = pane.querySelector("select");
      if (choice) choice.value = id;
    }
  };
  const bring = (article, needed) => {
    if (visible.includes(article)) return;
    const free = visible.map((id, at) => at).reverse().find((at) => !needed.includes(visible[at]));
    if (free === undefined) return;
    visible[free] = article;
    arrange();
  };
  if (panes.size > 2) {
    for (const [id, pane] of panes) {
      const title = pane.querySelector("h3");
      const choice = make("select", data.articles.map(([other, source]) => make("option", `${other.toUpperCase()} ${source}`, { value: other })), { "aria-label": "Article in this place" });
      title.append(" ", choice);
      title.querySelector(".name").hidden = true;
      choice.addEventListener("change", () => {
        const place = visible.indexOf(id);
        const other = visible.indexOf(choice.value);
        if (other >= 0) visible[other] = id;
        visible[place] = choice.value;
        arrange();
        panes.get(visible[place]).querySelector("select").focus();
      });
    }
  }
  NARROW.addEventListener("change", arrange);
  WIDE.addEventListener("change", arrange);
  arrange();

  // Scrolls only what scrolls by itself, so that the page stays where the reader is.
  const intoView = (target, scroller, { ifOutside = false } = {}) => {
    if (getComputedStyle(scroller).overflowY === "visible") return;
    const inner = target.getBoundingClientRect();
    const outer = scroller.getBoundingClientRect();
    if (ifOutside && inner.top >= outer.top && inner.bottom <= outer.bottom) return;
    scroller.scrollTop += inner.top - outer.top - Math.max((outer.height - inner.height) / 3, 8);
  };
  const showSentence = (number, how) => {
    const target = element(number);
    const scroller = target.closest(".text");
    if (scroller.offsetParent) intoView(target, scroller, how);
  };

  // What is chosen: one sentence, or one finding.
  const note = document.getElementById("beside");
  // For those who hear the page: one line, said when it changes.
  const told = document.getElementById("told");
  const tell = (line) => {
    told.textContent = line;
  };
  let chosenSentence = null;
  let chosenFinding = null;
  const clear = () => {
    for (const one of all(".chosen, .beside")) one.classList.remove("chosen", "beside");
    for (const one of all('.s[aria-pressed="true"]')) one.setAttribute("aria-pressed", "false");
    note.hidden = true;
    chosenSentence = chosenFinding = null;
  };
  // Focus does not vanish with the note that it is in.
  const close = () => {
    const number = chosenSentence;
    const wasInside = note.contains(document.activeElement);
    clear();
    if (wasInside && number !== null) element(number).focus({ preventScroll: true });
  };
  const place = (number) => `${sentences[number].article.toUpperCase()} (${sentences[number].source}), sentence ${sentences[number].at}`;
  const desk = document.querySelector(".desk");
  // The page itself moves only as far as the reader needs to see both what was chosen and what stands beside it.
  const settle = (part) => (NARROW.matches ? part : desk).scrollIntoView({ block: "nearest" });
  const named = (hash) => {
    try {
      return decodeURIComponent(hash.replace(/^#/, ""));
    } catch {
      return "";
    }
  };
  const remember = (id) => {
    if (named(location.hash) !== id) history.replaceState(null, "", `#${id}`);
  };

  const partnersOf = (number) => {
    const partners = new Map((aligned.get(number) || []).map(([other, score]) => [other, score]));
    for (const id of findingsAt.get(number) || []) {
      for (const other of findings.get(id).places) {
        if (comparisons.has(`${number} ${other}`) && !partners.has(other)) partners.set(other, null);
      }
    }
    return [...partners].filter(([other]) => other !== number).sort(([one, ours], [other, theirs]) => articleAt(one) - articleAt(other) || (theirs ?? 0) - (ours ?? 0) || one - other);
  };
  const beside = (number, other, score) => {
    const compared = comparisons.get(`${number} ${other}`) || [];
    const same = (alikeAt.get(number) || []).find((id) => alike.get(id).places.includes(other));
    const gravest = compared.reduce((worst, one) => (SEVERITY[data.relations[one.relation]] > SEVERITY[worst] ? data.relations[one.relation] : worst), same || compared.length ? "same" : "");
    const says = gravest ? RELATION_WORDS[gravest] : "report the same";
    const head = make("p", [make("a", place(other), { class: "at", href: `#${sentences[other].id}` }), ": ", make("b", says), score === null ? "" : `, alignment ${(score / 100).toFixed(2)}`]);
    const item = make("li", head, { "data-relation": gravest || "aligned" });
    item.append(make("p", ["“", make("bdi", textOf(other)), "”"], { class: "said" }));
    const reasons = compared.map((one) =>
      make("li", [make("a", one.heading, { href: `#${one.id}` }), ": “", make("bdi", data.texts[one.ours]), "” / “", make("bdi", data.texts[one.theirs]), `”, ${data.relations[one.relation]}: ${data.texts[one.reason]}`]),
    );
    if (same) reasons.push(make("li", data.texts[alike.get(same).reason]));
    if (reasons.length) item.append(make("ul", reasons));
    return item;
  };
  const chooseSentence = (number, { moves = true } = {}) => {
    clear();
    chosenSentence = number;
    const { id, article } = sentences[number];
    const partners = partnersOf(number);
    bring(article, []);
    const met = [...new Set(partners.map(([other]) => sentences[other].article))];
    for (const other of met) if (visible.length < panes.size && met.indexOf(other) < visible.length - 1) bring(other, [article, ...met.slice(0, visible.length - 1)]);
    const target = element(number);
    target.classList.add("chosen");
    target.setAttribute("aria-pressed", "true");
    rove(target);
    for (const [other] of partners) element(other).classList.add("beside");
    const first = new Map();
    for (const [other] of partners) if (!first.has(sentences[other].article)) first.set(sentences[other].article, other);
    note.replaceChildren(make("button", "Close", { type: "button", class: "close" }), make("p", [make("b", place(number)), partners.length ? ". Beside it stand:" : ""]));
    if (partners.length) note.append(make("ul", partners.map(([other, score]) => beside(number, other, score))));
    else note.append(make("p", target.classList.contains("only") ? "No other article says this." : "No other article has a sentence that is aligned with this one."));
    const told = new Set(partners.flatMap(([other]) => (comparisons.get(`${number} ${other}`) || []).map((one) => one.id)));
    const others = (findingsAt.get(number) || []).filter((one) => !told.has(one) && !findings.get(one).isSentence);
    if (others.length) note.append(make("p", "Also in it:"), make("ul", others.map((one) => make("li", make("a", findings.get(one).heading, { href: `#${one}` })))));
    note.hidden = false;
    note.scrollTop = 0;
    tell(`${place(number)}: ${partners.length === 1 ? "1 sentence stands" : `${partners.length || "no"} sentences stand`} beside it.`);
    settle(desk.querySelector(".articles"));
    showSentence(number, { ifOutside: !moves });
    for (const other of first.values()) showSentence(other);
    remember(id);
  };

  const cardOf = (id) => document.getElementById(id);
  const chooseFinding = (id, { focus = true } = {}) => {
    const card = cardOf(id);
    if (!card) return;
    clear();
    reveal(card);
    chosenFinding = id;
    card.classList.add("chosen");
    const places = alike.has(id) ? alike.get(id).places : findings.get(id).places;
    const needed = [...new Set(places.map((number) => sentences[number].article))];
    for (const article of needed.slice(0, visible.length)) bring(article, needed.slice(0, visible.length));
    const met = new Set();
    for (const number of places) {
      element(number).classList.add("beside");
      if (!met.has(sentences[number].article)) showSentence(number);
      met.add(sentences[number].article);
    }
    intoView(card, card.closest(".list"));
    settle(card);
    keep(card, 6);
    if (focus) card.focus({ preventScroll: true });
    remember(id);
  };
  // What was never laid out takes its true height in the next frames, and would push the card out of the list again.
  const keep = (card, frames) => {
    if (!frames || card.id !== chosenFinding) return;
    intoView(card, card.closest(".list"), { ifOutside: true });
    requestAnimationFrame(() => keep(card, frames - 1));
  };
  const reveal = (card) => {
    if (card.closest("[hidden]")) {
      for (const box of looks) box.checked = true;
      kind.value = "";
      search.value = "";
      filter();
    }
    for (let group = card.closest("details"); group; group = group.parentElement.closest("details")) group.open = true;
  };
  const leads = (hash) => {
    const id = named(hash);
    return numberOf.has(id) || findings.has(id) || alike.has(id);
  };
  const follow = (hash) => {
    const id = named(hash);
    if (numberOf.has(id)) chooseSentence(numberOf.get(id));
    else if (leads(hash)) chooseFinding(id);
    else if (!id) clear();
  };

  // Filters.
  const looks = all('input[name="look"]');
  const kind = document.getElementById("kind");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const entries = all(".card, .alike > li");
  const folded = new Map();
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, " ").toLowerCase();
  const haystack = (entry) => {
    if (!folded.has(entry)) {
      // What is written on a button or link is not what was found.
      const told = [...entry.children].filter((one) => !one.matches(".tools, .spots"));
      const counterparts = new Set(all(".spots a[id]", entry).flatMap((one) => alike.get(one.id).places));
      folded.set(entry, fold([...told, ...[...counterparts].map(element)].map((one) => one.textContent).join(" ")));
    }
    return folded.get(entry);
  };
  const filter = () => {
    const wanted = new Set(looks.filter((box) => box.checked).map((box) => box.value));
    const words = fold(search.value).split(" ").filter(Boolean);
    let count = 0;
    for (const entry of entries) {
      const passes = (!entry.dataset.look || wanted.has(entry.dataset.look)) && (!kind.value || entry.dataset.kind === kind.value) && (!words.length || words.every((word) => haystack(entry).includes(word)));
      entry.hidden = !passes;
      if (passes && entry.dataset.look) count += entry.classList.contains("card") ? 1 : all(".spots a[id]", entry).length;
    }
    const narrowed = words.length || kind.value || wanted.size < looks.length;
    for (const group of all(".group")) {
      const inside = entries.filter((entry) => group.contains(entry));
      const left = inside.filter((entry) => !entry.hidden).length;
      group.hidden = Boolean(narrowed) && !left;
      if (words.length && left) group.open = true;
    }
    for (const mark of all(".pane mark")) {
      mark.classList.toggle("off", !mark.dataset.f.split(" ").some((number) => { const [id, look] = data.findings[number]; return wanted.has(look) && !cardOf(id).hidden; }));
    }
    shown.textContent = narrowed ? `${count} shown` : "";
  };
  for (const box of looks) box.addEventListener("change", filter);
  kind.addEventListener("change", filter);
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });

  // From conflict to conflict; through the differences where there is no conflict.
  const step = (by) => {
    const open = all(".card").filter((card) => !card.hidden);
    const conflicts = open.filter((card) => card.dataset.look === "conflict");
    const through = conflicts.length ? conflicts : open.filter((card) => card.dataset.look === "detail" || card.dataset.look === "unclear");
    if (!through.length) { shown.textContent = "No conflict among what is shown."; return; }
    const at = through.findIndex((card) => card.id === chosenFinding);
    const next = at < 0 ? (by > 0 ? 0 : through.length - 1) : (at + by + through.length) % through.length;
    chooseFinding(through[next].id);
  };
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));

  // One tab stop an article; arrows go from sentence to sentence.
  const choosable = (within) => all('.s[role="button"]', within);
  const rove = (target) => {
    for (const one of all('.s[tabindex="0"]', target.closest(".text"))) one.tabIndex = -1;
    target.tabIndex = 0;
  };
  for (const text of all(".text")) {
    const first = choosable(text)[0];
    if (first) first.tabIndex = 0;
    text.addEventListener("keydown", (event) => {
      const now = event.target.closest(".s");
      if (!now) return;
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        chooseSentence(numberOf.get(now.id), { moves: false });
        return;
      }
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const own = choosable(text);
      const next = own[own.indexOf(now) + by];
      if (next) { rove(next); next.focus({ preventScroll: true }); showSentence(numberOf.get(next.id), { ifOutside: true }); }
    });
  }

  const markdownOf = (card) => {
    const ids = card.classList.contains("card") ? [card.id] : all(".spots a[id]", card).map((one) => one.id);
    if (data.markdown[ids[0]]) return data.markdown[ids[0]];
    const [first, ...others] = [...new Set(ids.flatMap((id) => alike.get(id).places))];
    const line = (number) => `${sentences[number].article.toUpperCase()} (${sentences[number].source}), sentence ${sentences[number].at}: ${data.escaped[number] || textOf(number)}`;
    return [`- ${line(first)}`, ...others.map((number) => `  - ${line(number)}`)].join("\n") + "\n";
  };
  const copy = async (button) => {
    const text = markdownOf(button.closest(".card, li"));
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      const area = make("textarea", "", { class: "unseen", "aria-hidden": "true" });
      area.value = text;
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const before = button.dataset.says || button.textContent;
    button.dataset.says = before;
    button.textContent = done ? "Copied" : "Copying is not allowed here";
    tell(button.textContent);
    setTimeout(() => { button.textContent = before; }, 2000);
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest("button");
    if (button?.classList.contains("copy")) return void copy(button);
    if (button?.classList.contains("choose")) {
      chooseFinding(button.closest(".card").id, { focus: false });
      if (NARROW.matches) desk.querySelector(".articles").scrollIntoView();
      return;
    }
    if (button?.classList.contains("close")) return void close();
    const link = event.ctrlKey || event.metaKey || event.shiftKey ? null : target.closest('a[href^="#"]');
    if (link && leads(link.getAttribute("href"))) {
      event.preventDefault();
      // A link that was followed can be gone back from; keys and clicks on sentences only change where one is.
      if (link.hash !== location.hash) history.pushState(null, "", link.hash);
      follow(link.hash);
      return;
    }
    const sentence = target.closest('.s[role="button"]');
    if (sentence && getSelection().isCollapsed) { sentence.focus({ preventScroll: true }); chooseSentence(numberOf.get(sentence.id), { moves: false }); return; }
    const strip = target.closest(".strip");
    if (strip) {
      const box = strip.getBoundingClientRect();
      const text = strip.parentElement.querySelector(".text");
      text.scrollTop = ((event.clientY - box.top) / box.height) * text.scrollHeight - text.clientHeight / 3;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") { if (document.activeElement === search && search.value) { search.value = ""; filter(); } else close(); return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
    if (!document.getElementById("letters").checked) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "/") { event.preventDefault(); search.focus(); }
  });
  addEventListener("hashchange", () => follow(location.hash));
  const closed = new Set();
  addEventListener("beforeprint", () => {
    for (const folded of all("details:not([open])")) {
      if (all(".card, .alike > li", folded).length > 400) continue;
      closed.add(folded);
      folded.open = true;
    }
  });
  addEventListener("afterprint", () => { for (const folded of closed) folded.open = false; closed.clear(); });
  if (location.hash) follow(location.hash);
  page.dataset.ready = "yes";
})();
