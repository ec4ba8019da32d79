// REDCap's calculation language, written anew from its documentation: fields in brackets, "" for a blank, = and <>,
// and, or, if(), max(), min(), arithmetic. A blank in arithmetic gives a blank.
'use strict';

const blank = '';

function tokens(text) {
  const pattern = /\s*(?:(\[[a-z0-9_]+\])|("[^"]*"|'[^']*')|(\d+(?:\.\d+)?)|(<>|<=|>=|[-+*\/(),=<>])|([A-Za-z_]+))/gy;
  const found = [];
  let at = 0;
  while (at < text.length && /\S/.test(text.slice(at))) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) throw new Error(`not REDCap's language: ${text.slice(at, at + 40)}`);
    at = pattern.lastIndex;
    const [, field, words, number, sign, word] = match;
    if (field) found.push({kind: 'field', text: field.slice(1, -1)});
    else if (words) found.push({kind: 'words', text: words.slice(1, -1)});
    else if (number) found.push({kind: 'number', text: number});
    else found.push({kind: 'sign', text: (sign || word).toLowerCase()});
  }
  return found;
}

const isBlank = (value) => value === blank || (typeof value === 'number' && Number.isNaN(value));
const asNumber = (value) => (isBlank(value) ? NaN : Number(value));

function equal(left, right) {
  if (isBlank(left) || isBlank(right)) return isBlank(left) && isBlank(right);
  const numbers = [Number(left), Number(right)];
  return numbers.some(Number.isNaN) ? String(left) === String(right) : numbers[0] === numbers[1];
}

function compile(text) {
  const list = tokens(text);
  let at = 0;
  const peek = () => (at < list.length ? list[at] : {kind: 'end', text: ''});
  const accept = (sign) => (peek().kind === 'sign' && peek().text === sign ? (at += 1, true) : false);
  const expect = (sign) => {
    if (!accept(sign)) throw new Error(`"${sign}" is missing in: ${text.slice(0, 80)}`);
  };
  const chain = (next, signs, combine) => () => {
    let left = next();
    for (;;) {
      const sign = signs.find((each) => accept(each));
      if (sign === undefined) return left;
      const [a, b] = [left, next()];
      left = combine(sign, a, b);
    }
  };
  const listed = () => {
    const all = [];
    expect('(');
    do all.push(either()); while (accept(','));
    expect(')');
    return all;
  };
  const single = () => {
    const token = peek();
    at += 1;
    if (token.kind === 'field') return (form) => form(token.text);
    if (token.kind === 'words') return () => token.text;
    if (token.kind === 'number') return () => Number(token.text);
    if (token.text === '-') {
      const value = single();
      return (form) => -asNumber(value(form));
    }
    if (token.text === '(') {
      const inner = either();
      expect(')');
      return inner;
    }
    const parts = ['if', 'max', 'min'].includes(token.text) ? listed() : null;
    if (token.text === 'if' && parts.length === 3) return (form) => (parts[0](form) ? parts[1](form) : parts[2](form));
    if (token.text === 'min') return (form) => Math.min(...parts.map((part) => part(form)).filter((each) => !isBlank(each)).map(Number));
    if (token.text === 'max') return (form) => Math.max(...parts.map((part) => part(form)).filter((each) => !isBlank(each)).map(Number));
    throw new Error(`"${token.text}" is not understood in: ${text.slice(0, 80)}`);
  };
  const product = chain(single, ['*', '/'], (sign, a, b) => (form) =>
    sign === '*' ? asNumber(a(form)) * asNumber(b(form)) : asNumber(a(form)) / asNumber(b(form)));
  const sum = chain(product, ['+', '-'], (sign, a, b) => (form) =>
    sign === '+' ? asNumber(a(form)) + asNumber(b(form)) : asNumber(a(form)) - asNumber(b(form)));
  const compared = chain(sum, ['<>', '<=', '>=', '=', '<', '>'], (sign, a, b) => (form) => {
    const [left, right] = [a(form), b(form)];
    if (sign === '=') return equal(left, right);
    if (sign === '<>') return !equal(left, right);
    if (isBlank(left) || isBlank(right)) return false;
    return {'<=': +left <= +right, '>=': +left >= +right, '<': +left < +right, '>': +left > +right}[sign];
  });
  const both = chain(compared, ['and'], (_, a, b) => (form) => a(form) && b(form));
  const either = chain(both, ['or'], (_, a, b) => (form) => a(form) || b(form));
  const whole = either();
  if (at !== list.length) throw new Error(`text after the end of: ${text.slice(0, 80)}`);
  return whole;
}

function readCsv(text) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') cell += text[++i];
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      rows[rows.length - 1].push(cell);
      cell = '';
      if (c === '\n') rows.push([]);
    } else cell += c;
  }
  if (rows[rows.length - 1].length === 0) rows.pop();
  return rows;
}

const header = 'Variable / Field Name,Form Name,Section Header,Field Type,Field Label,' +
  '"Choices, Calculations, OR Slider Labels",Field Note,Text Validation Type OR Show Slider Number,' +
  'Text Validation Min,Text Validation Max,Identifier?,Branching Logic (Show field only if...),' +
  'Required Field?,Custom Alignment,Question Number (surveys only),Matrix Group Name,Matrix Ranking?,Field Annotation';

module.exports = () => {
  const open = (text, definition) => {
    if (!text.startsWith(header + '\n')) throw new Error(`${definition.id}: the headers are not REDCap's`);
    const rows = readCsv(text).slice(1);
    const names = rows.map((row) => row[0]);
    if (rows.some((row) => row.length !== 18)) throw new Error(`${definition.id}: a row without 18 cells`);
    if (new Set(names).size !== names.length) throw new Error(`${definition.id}: a field name is used twice`);
    if (!names.every((name) => /^[a-z](?:[a-z0-9_]{0,24}[a-z0-9])?$/.test(name) && !name.includes('__')))
      throw new Error(`${definition.id}: a field name REDCap refuses: ${names}`);
    const sexField = rows.find((row) => row[3] === 'radio' && row[4] === 'Sex');
    const questions = rows.filter((row) => row[3] === 'radio' && row !== sexField);
    const calculations = rows.filter((row) => row[3] === 'calc');
    if (questions.length !== definition.items.length || calculations.length !== definition.scores.length)
      throw new Error(`${definition.id}: a question or a score was not exported`);
    const shown = questions.map((row) => (row[11] === '' ? null : compile(row[11])));
    const formulas = calculations.map((row) => compile(row[5]));
    questions.forEach((row, i) => {
      const item = definition.items[i];
      const values = definition.choices[item.choices || Object.keys(definition.choices)[0]].map((choice) => `${choice.value}`);
      const codes = row[5].split('|').map((choice) => choice.slice(0, choice.indexOf(',')).trim());
      if (codes.join() !== values.join()) throw new Error(`${definition.id} ${item.id}: choices ${codes}`);
    });
    const filled = (answers, context) => {
      const data = {};
      if (sexField && context.sex) data[sexField[0]] = context.sex;
      questions.forEach((row, i) => {
        const id = definition.items[i].id;
        if (id in answers) data[row[0]] = `${answers[id]}`;
      });
      const form = (name) => {
        if (!names.includes(name)) throw new Error(`${definition.id}: there is no field ${name}`);
        return data[name] === undefined ? blank : data[name];
      };
      return {data, form};
    };
    const seen = (answers, context) => {
      // What is hidden is blank, and what hangs on it sees a blank.
      const {data, form} = filled(answers, context);
      questions.forEach((row, i) => {
        if (shown[i] && !shown[i](form)) data[row[0]] = blank;
      });
      return definition.items.filter((item, i) => data[questions[i][0]] !== blank).map((item) => item.id);
    };
    const scores = (answers, context) => {
      const {data, form} = filled(answers, context);
      const out = {};
      calculations.forEach((row, i) => {
        const value = formulas[i](form);
        data[row[0]] = isBlank(value) ? blank : value;
        out[definition.scores[i].id] = isBlank(value) ? null : Number(value);
      });
      return out;
    };
    return {scores, shown: seen};
  };
  const spoil = (text) => text.replace('+ [pcl5_03] ', '+ [pcl5_04] ');
  return {name: "REDCap's language as documented", open, spoil};
};
