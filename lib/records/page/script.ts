// What the page does if scripts run: it copies, keeps the choice of a form, filters, and counts down. Without scripts the page can
// be read completely. It asks no server anything, and turns the page's values into text, never into markup.

export const SCRIPT = `"use strict";
(() => {
  const $ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = JSON.parse(document.getElementById("words").textContent);
  const said = document.getElementById("said");
  let timer;
  const say = (text) => {
    said.textContent = "";
    clearTimeout(timer);
    requestAnimationFrame(() => { said.textContent = text; });
    timer = setTimeout(() => { said.textContent = ""; }, 4000);
  };
  const copyOld = (text) => {
    const area = document.createElement("textarea");
    const before = document.activeElement;
    area.value = text;
    area.className = "vh";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before.focus();
    return done;
  };
  const copy = async (text, what) => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = copyOld(text);
    }
    say((done ? words.copied : words.notCopied) + " " + what);
  };
  const store = {
    read() { try { return localStorage.getItem("mailzone-form"); } catch { return null; } },
    keep(value) { try { localStorage.setItem("mailzone-form", value); } catch { /* A file may have no storage: the choice is then this page's. */ } },
  };
  const button = (label, text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (text === "") { made.className = "copy"; made.setAttribute("aria-label", label); made.title = label; }
    made.addEventListener("click", act);
    return made;
  };
  const FIELDS = ["host", "value", "priority", "ttl", "proxy"];
  const COPIED = ["host", "name", "value", "priority", "ttl"];
  const select = document.getElementById("form");
  const shown = (text) => text.replace(/[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]/gu, (one) => "\\u27e8U+" + one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "\\u27e9");
  const spreadsheet = (text) => {
    const safe = /^[=+\\-@\\t\\r\\n\\uff0b\\uff0d\\uff1d\\uff20]/.test(text) && text !== "@" ? "'" + text : text;
    return /["\\t\\r\\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  };
  const parts = new Map();
  const part = (section) => {
    if (parts.has(section)) return parts.get(section);
    const data = JSON.parse($("script", section)[0].textContent);
    const rows = $("tbody tr[data-row]", section);
    const cells = (index) => {
      const [base, forms] = data.rows[index];
      const own = forms[select.value] ?? base;
      const fixed = data.fixed[index];
      return { ...fixed, ...Object.fromEntries(FIELDS.map((field, at) => [field, own[at]])) };
    };
    const all = () => rows.map((_, index) => cells(index));
    const columns = () => words.columns.filter(([id]) => all().some((row) => row[id] !== ""));
    const made = {
      rows, cells, data,
      draw() {
        rows.forEach((row, index) => {
          const now = cells(index);
          for (const field of FIELDS) {
            const cell = $("td." + field, row)[0];
            if (cell === undefined) continue;
            const code = $("code", cell)[0];
            if (code === undefined) cell.textContent = now[field];
            else code.textContent = shown(now[field]);
            cell.classList.toggle("blank", now[field] === "");
            for (const one of $(".copy", cell)) one.hidden = now[field] === "";
          }
        });
        const bar = $(".copies", section)[0];
        if (bar !== undefined) bar.hidden = false;
      },
      tsv: (some = all()) => {
        const used = columns();
        return [used.map(([, title]) => title), ...some.map((row) => used.map(([id]) => spreadsheet(row[id])))].map((line) => line.join("\\t")).join("\\n");
      },
      ticket: (some = all()) => some.map((row) => columns().filter(([id]) => row[id] !== "").map(([id, title]) => title + ": " + row[id]).join("\\n")).join("\\n\\n"),
    };
    rows.forEach((row, index) => {
      for (const field of COPIED) {
        const cell = $("td." + field, row)[0];
        if (cell === undefined) continue;
        const title = words.columns.find(([id]) => id === field)?.[1] ?? field;
        if (cells(index)[field] !== "" || FIELDS.includes(field)) {
          if ($("code", cell).length === 0) cell.append(document.createElement("code"));
          cell.append(button(words.copy + " " + title + ", " + shown(data.fixed[index].type + " " + data.fixed[index].name), "", () => copy(cells(index)[field], title)));
        }
      }
      $("td.row", row)[0].append(button("", words.copyRow, () => copy(made.ticket([cells(index)]), words.theRow)));
    });
    const bar = $(".copies", section)[0];
    bar.append(button("", words.copyTsv, () => copy(made.tsv(), words.theTable)));
    if (data.bind !== null) bar.append(button("", words.copyBind, () => copy(data.bind + "\\n", words.theTable)));
    bar.append(button("", words.copyTicket, () => copy($(".note").filter((note) => !note.hidden).map((note) => note.textContent + "\\n\\n").join("") + made.ticket() + "\\n", words.theTable)));
    parts.set(section, made);
    made.draw();
    return made;
  };
  const sections = $("main section[data-domain]");
  const kept = store.read();
  if (kept !== null && [...select.options].some((option) => option.value === kept)) select.value = kept;
  for (const bar of $(".needs-script")) bar.hidden = false;
  const choose = () => {
    for (const note of $(".note")) note.hidden = !note.dataset.for.split(" ").includes(select.value);
    for (const made of parts.values()) made.draw();
  };
  select.addEventListener("change", () => {
    store.keep(select.value);
    choose();
  });
  choose();
  if (sections.length <= 20) sections.forEach(part);
  else {
    // Those that are near what is on the screen: a thousand domains have some fifty thousand buttons.
    const near = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) { near.unobserve(target); part(target); }
    }, { rootMargin: "1500px" });
    for (const section of sections) near.observe(section);
  }
  const filter = document.getElementById("filter");
  if (filter !== null) {
    const items = $(".index li");
    const count = document.getElementById("count");
    filter.addEventListener("input", () => {
      const wanted = filter.value.trim().toLowerCase();
      let left = 0;
      sections.forEach((section, index) => {
        const fits = section.dataset.domain.includes(wanted);
        section.hidden = !fits;
        if (items[index] !== undefined) items[index].hidden = !fits;
        if (fits) left += 1;
      });
      count.textContent = words.shown.replace("{shown}", left).replace("{all}", sections.length);
    });
  }
  const clocks = $("[data-deadline]");
  const tick = () => {
    for (const clock of clocks) {
      const minutes = Math.floor((Number(clock.dataset.deadline) - Date.now()) / 60000);
      clock.textContent = minutes < 0 ? words.over : words.left.replace("{hours}", Math.floor(minutes / 60)).replace("{minutes}", minutes % 60);
    }
  };
  tick();
  if (clocks.length > 0) setInterval(tick, 30000);
})();
`;
