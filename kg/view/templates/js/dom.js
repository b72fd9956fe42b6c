/* Elements without markup: every word of the graph reaches the page as a text node. */

/** @type {(selector: string) => any} */
const $ = (selector) => document.querySelector(selector);

/**
 * An element with attributes, listeners (`on`) and children; strings become text nodes, null and false nothing.
 * @param {string} tag @param {Object<string, any>} [attributes] @param {...any} children @returns {any}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (key.startsWith("aria-")) element.setAttribute(key, String(value));
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, String(value));
  }
  element.append(
    ...children
      .flat(3)
      .filter((child) => child != null && child !== false)
      .map((child) => (child instanceof Node ? child : String(child))),
  );
  return element;
}

/** @param {string} tag @param {Object<string, any>} attributes @param {...any} children @returns {any} */
function makeSvg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A name in a direction of its own, so that right-to-left characters do not reach its neighbours. @param {string} text */
const isolated = (text) => make("bdi", lang !== "zh" && /[\u3400-\u9fff]/.test(text) ? { lang: "zh-CN" } : {}, text);

/** Colours of the style sheet, by name of the variable. @param {string} name */
const cssColor = (name) =>
  getComputedStyle(document.documentElement)
    .getPropertyValue("--" + name)
    .trim();

/** @param {string} key @param {string} [value] @returns {string | null} */
function stored(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch {
    // A sandboxed frame has no storage; the choice then lasts as long as the page.
  }
  return null;
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** @param {string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { class: "sr" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  announce(t("copied"));
}

/** Says something to all, or quietly to those who listen only. @param {string} message @param {boolean} [quietly] */
function announce(message, quietly = false) {
  $("#live").textContent = message;
  if (quietly) return;
  const toast = $("#toast");
  toast.textContent = message;
  toast.classList.add("on");
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => toast.classList.remove("on"), 2200);
}
/** @type {any} */
announce.timer = 0;
