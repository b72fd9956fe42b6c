/* Periods that a question names: dates, and weeks as calendars count them. */

/** @typedef {{length: number, period: [string, string]}} Dated */

/** A period that a text begins with: a date, or a week as calendars count them (第21周, 5月第三周, 5月20日那一周). @param {string} text @returns {Dated | null} */
function periodAt(text) {
  const newest = articles.reduce((latest, { date }) => (date > latest ? date : latest), ""),
    dated = dateAt(text, newest);
  return dated ? weekBehind(text, dated) || dated : newest ? relativeAt(text, newest) : null;
}

/** The week that a date or the words behind a year or a month mean. @param {string} text @param {Dated} dated @returns {Dated | null} */
function weekBehind(text, { length, period: [first, last] }) {
  for (const kind of ["thatWeek", "lastWeek", "nthWeek"]) {
    const found = new RegExp("^" + ASK.weeks[kind]).exec(text.slice(length)),
      count = found ? Number(inFigures(found[1])) : 0;
    if (!found || first === "0001-01-01" || last === "9999-12-31") continue;
    const isOne = kind === "thatWeek" ? first === last : first.endsWith("-01");
    const monday = !isOne ? "" : kind === "thatWeek" ? mondayOf(first) : kind === "lastWeek" ? mondayOf(last) : first.slice(5, 7) < last.slice(5, 7) ? weekOfYear(first.slice(0, 4), count) : daysOn(mondayOf(first), 7 * (count - 1));
    if (monday) return { length: length + found[0].length, period: [monday, daysOn(monday, 6)] };
  }
  return null;
}

/** 本周, 昨天, 上半年, 周末, 第21周 of the newest article's week, day or year. @param {string} text @param {string} newest @returns {Dated | null} */
function relativeAt(text, newest) {
  const week = wordAt(ASK.weekWords, text),
    day = wordAt(ASK.dayWords, text),
    part = wordAt(ASK.yearParts, text),
    nth = new RegExp("^" + ASK.weeks.nthWeek).exec(text),
    weekend = new RegExp("^" + ASK.weeks.weekend).exec(text),
    monday = mondayOf(newest);
  const starts = week ? daysOn(monday, 7 * ASK.weekWords[week]) : nth ? weekOfYear(newest.slice(0, 4), Number(inFigures(nth[1]))) : "",
    length = week.length || nth?.[0].length || 0;
  if (week && new RegExp("^" + ASK.weeks.weekend.slice(1)).test(text.slice(length))) return { length: length + 1, period: [daysOn(starts, 5), daysOn(starts, 6)] }; // 上周末
  if (week && /^[一二三四五六日天]/.test(text.slice(length))) {
    const one = daysOn(starts, "一二三四五六日".indexOf(text[length].replace("天", "日")));
    return { length: length + 1, period: [one, one] };
  }
  if (starts) return { length, period: [starts, daysOn(starts, 6)] };
  if (weekend) return { length: weekend[0].length, period: [daysOn(monday, 5), daysOn(monday, 6)] };
  if (day) return { length: day.length, period: [daysOn(newest, ASK.dayWords[day]), daysOn(newest, ASK.dayWords[day])] };
  return part ? { length: part.length, period: partOfYear(newest.slice(0, 4), part) } : null;
}

/** @param {string} year @param {string} part @returns {[string, string]} */
const partOfYear = (year, part) => [barDays(`${year}-${twoDigits(ASK.yearParts[part][0])}`)[0], barDays(`${year}-${twoDigits(ASK.yearParts[part][1])}`)[1]];
const twoDigits = (/** @type {number} */ number) => String(number).padStart(2, "0");
/** @param {string} day @param {number} count */
const daysOn = (day, count) => new Date(Date.parse(day) + count * 864e5).toISOString().slice(0, 10);
/** @param {string} day */
const mondayOf = (day) => daysOn(day, -((new Date(day).getUTCDay() + 6) % 7));

/** The Monday of a week of a year as ISO 8601 counts them, empty where the year has no such week. @param {string} year @param {number} count */
function weekOfYear(year, count) {
  const monday = daysOn(mondayOf(`${year}-01-04`), 7 * (count - 1));
  return count > 0 && daysOn(monday, 3).startsWith(year) ? monday : "";
}

/** A year, month or day at the beginning of a text. @param {string} text @param {string} newest @returns {Dated | null} */
function dateAt(text, newest) {
  const near = wordAt(ASK.months, text);
  if (near && newest) return monthPeriod(text, near.length, monthFrom(newest.slice(0, 7), ASK.months[near]));
  const found = DAY_OF_YEAR.exec(text);
  if (!found) return null;
  const [whole, year, word] = found,
    [month, day] = found.slice(3).map(inFigures);
  if (day && !month && !year && !word && newest && /^\d/.test(whole)) return bareDay(whole.length, day, newest);
  if (!whole || (!year && !word && !month) || (day && !month)) return null;
  if ((word || !year) && !newest) return null;
  const number = year ? Number(year) : Number(newest.slice(0, 4)) + (word ? ASK.years[word] : 0);
  const part = month ? "" : wordAt(ASK.yearParts, text.slice(whole.length)); // 今年上半年
  if (part) return { length: whole.length + part.length, period: partOfYear(String(number), part) };
  if (!month) return { length: whole.length, period: yearDays(number) };
  const bar = `${String(number).padStart(4, "0")}-${month.padStart(2, "0")}`;
  if (!day) return monthPeriod(text, whole.length, bar);
  const date = `${bar}-${day.padStart(2, "0")}`,
    behind = RANGE_END.exec(text.slice(whole.length)); // 到20日, 到6月1日
  if (!behind) return { length: whole.length, period: [date, date] };
  const [lastMonth, lastDay] = behind.slice(1).map(inFigures),
    last = `${String(number).padStart(4, "0")}-${(lastMonth || month).padStart(2, "0")}-${lastDay.padStart(2, "0")}`;
  return { length: whole.length + behind[0].length, period: [date, last] };
}

const NUMERAL = "\\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]",
  YEAR_WORDS = Object.keys(ASK.years).sort((a, b) => b.length - a.length).join("|"),
  DAY_OF_YEAR = new RegExp(`^(?:(\\d{4})年|(${YEAR_WORDS}))?(?:(${NUMERAL})月份?)?(?:(${NUMERAL})[日号])?`);
const RANGE_END = new RegExp(`^[到至—~-](?:(${NUMERAL})月)?(${NUMERAL})[日号]`);
/** 六 or 二十一 as 6 or 21. @param {string | undefined} text */
function inFigures(text) {
  if (!text || /^\d/.test(text)) return text || "";
  const valueOf = (/** @type {string} */ char) => "一二三四五六七八九".indexOf(char) + 1;
  if (!text.includes("十")) return String(valueOf(text));
  const [tens, ones] = text.split("十");
  return String((tens ? valueOf(tens) : 1) * 10 + (ones ? valueOf(ones) : 0));
}

/** The longest word that a text starts with. @param {Object<string, any>} known @param {string} text */
const wordAt = (known, text) => Object.keys(known).filter((word) => text.startsWith(word)).sort((a, b) => b.length - a.length)[0] || "";

/** @param {string} bar  such as 2024-05 @param {number} offset  in months */
function monthFrom(bar, offset) {
  const count = Number(bar.slice(0, 4)) * 12 + Number(bar.slice(5)) - 1 + offset;
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** 20号: the nearest such day up to the newest. @param {number} length @param {string} day @param {string} newest @returns {Dated} */
function bareDay(length, day, newest) {
  const month = Number(day) > Number(newest.slice(8)) ? monthFrom(newest.slice(0, 7), -1) : newest.slice(0, 7),
    one = `${month}-${day.padStart(2, "0")}`;
  return { length, period: [one, one] };
}

/** A month, or the part of it that the text goes on with: 5月下旬. @param {string} text @param {number} length @param {string} bar @returns {{length: number, period: [string, string]}} */
function monthPeriod(text, length, bar) {
  const [from, to] = barDays(bar),
    part = wordAt(ASK.monthParts, text.slice(length));
  if (!part) return { length, period: [from, to] };
  const [first, last] = ASK.monthParts[part].map((/** @type {number} */ day) => String(day).padStart(2, "0"));
  return { length: length + part.length, period: [`${bar}-${first}`, last < to.slice(8) ? `${bar}-${last}` : to] };
}
/** @param {number} year @returns {[string, string]} */
const yearDays = (year) => [`${year}-01-01`, `${year}-12-31`];
