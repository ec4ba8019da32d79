// For every instrument: an engine that is not Rapport's works out each score from the exported form alone, and is held
// against `rapport score` over at least 200 random responses and every single missing item.
//   node compare.cjs fhir|redcap RAPPORT SOURCE FOREIGN [INSTRUMENT]...
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const {execFileSync} = require('child_process');

const [format, rapport, source, ...rest] = process.argv.slice(2);
const foreign = path.resolve(rest.shift());
const only = rest;
const engine = require(`./${format}_engine.cjs`)(foreign);
const random = require('./random.cjs');

const drawn = 200;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rapport-exchange-'));

function definitionFiles() {
  const files = [];
  const visit = (dir) => {
    for (const entry of fs.readdirSync(dir, {withFileTypes: true})) {
      const at = path.join(dir, entry.name);
      if (entry.isDirectory()) visit(at);
      else if (/(?:definitions|made_up)\/[^/]*\.json$|packs\/[^/]*\/definition\.json$/.test(at)) files.push(at);
    }
  };
  visit(path.join(source, 'instruments'));
  visit(path.join(source, 'tests/exchange/made_up'));
  return files.sort();
}

// Answers by item id; a missing one is left out. The same numbers on every run.
function responses(definition) {
  const draw = random(definition.id);
  const items = definition.items.map((item) => ({
    id: item.id,
    values: definition.choices[item.choices || Object.keys(definition.choices)[0]].map((choice) => choice.value),
  }));
  const fill = (pick) => Object.fromEntries(items.map((item) => [item.id, pick(item)]));
  const any = (item) => item.values[draw(item.values.length)];
  const all = [fill((item) => Math.min(...item.values)), fill((item) => Math.max(...item.values)), {}];
  // Each single item missing: from a form answered at random, all lowest and all highest (which open and close gates).
  for (const make of [any, (item) => Math.min(...item.values), (item) => Math.max(...item.values)])
    for (const item of items) {
      const one = fill(make);
      delete one[item.id];
      all.push(one);
    }
  for (let i = 0; i < drawn; ++i) {
    const one = fill(any);
    const holes = [0, 0, 0, 1, 2, items.length][draw(6)];
    for (let hole = 0; hole < holes; ++hole) delete one[items[draw(items.length)].id];
    all.push(one);
  }
  const bySex = JSON.stringify(definition).includes('"not_for"');
  return all.map((answers, i) => ({answers, context: bySex && i % 3 > 0 ? {sex: ['female', 'male'][i % 3 - 1]} : {}}));
}

function rapportScores(definition, rows) {
  const input = path.join(folder, 'answers.json');
  fs.writeFileSync(input, rows.map((row) => JSON.stringify(row)).join('\n') + '\n');
  const out = execFileSync(rapport, ['score', definition, input], 
    {maxBuffer: 1 << 28, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
  return out.trim().split('\n').map((line) => JSON.parse(line).scores);
}

// Which items are asked after these answers, from the definition as its format page tells it; only for forms without
// blanks, where nothing is left undecided.
function asked(definition, answers, context) {
  const shown = {};
  const holds = (rule) => {
    if (rule.all) return rule.all.every(holds);
    if (rule.any) return rule.any.some(holds);
    const value = answers[rule.item];
    return shown[rule.item] && (rule.equals ? rule.equals.includes(value) : value >= rule.at_least);
  };
  for (const item of definition.items) {
    const whom = !(item.not_for && context.sex === item.not_for.sex);
    shown[item.id] = whom && (!item.asked_when || holds(item.asked_when));
  }
  return definition.items.filter((item) => shown[item.id]).map((item) => item.id).join();
}

function same(ours, theirs) {
  if (ours === null || theirs === null) return ours === theirs;
  return Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(ours));
}

let passed = 0;
let failed = 0;
let compared = 0;
let absent = 0;

function exportOf(file) {
  const exported = path.join(folder, 'exported');
  execFileSync(rapport, ['instruments', 'export', file, '--format', format, '--out', exported], {stdio: 'ignore'});
  return fs.readFileSync(exported, 'utf8');
}

// A form in which one item stands for another must be found out, or the comparison could not fail.
function findsSpoiledForm(file, definition) {
  const text = exportOf(file);
  const rows = responses(definition);
  const ours = rapportScores(file, rows);
  const form = engine.open(engine.spoil(text), definition);
  return rows.some((row, i) => {
    const theirs = form.scores(row.answers, row.context);
    return definition.scores.some((score) => !same(ours[i][score.id].value, theirs[score.id]));
  });
}

for (const file of definitionFiles()) {
  const definition = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (only.length > 0 && !only.includes(definition.id)) continue;
  const form = engine.open(exportOf(file), definition);
  const rows = responses(definition);
  const ours = rapportScores(file, rows);
  let wrong = 0;
  rows.forEach((row, i) => {
    if (Object.keys(row.answers).length === definition.items.length) {
      const [here, there] = [asked(definition, row.answers, row.context), form.shown(row.answers, row.context).join()];
      if (here !== there && ++wrong <= 3)
        console.log(`${definition.id}: asks ${there} there, not ${here}, for ${JSON.stringify(row)}`);
    }
    const theirs = form.scores(row.answers, row.context);
    for (const score of definition.scores) {
      const own = ours[i][score.id].value;
      compared += 1;
      absent += own === null ? 1 : 0;
      if (!same(own, theirs[score.id]) && ++wrong <= 3)
        console.log(`${definition.id} ${score.id}: ${own} here, ${theirs[score.id]} there, for ${JSON.stringify(row)}`);
    }
  });
  if (definition.id === 'pcl-5' && !findsSpoiledForm(file, definition)) {
    console.log('a spoiled form was not found out');
    wrong += 1;
  }
  if (wrong === 0) passed += 1;
  else failed += 1;
  console.log(`${wrong === 0 ? 'ok' : 'NOT OK'} ${definition.id}: ${rows.length} responses, ${definition.scores.length} scores`);
}
fs.rmSync(folder, {recursive: true});
console.log(`${compared} scores compared with ${engine.name}; ${absent} of them absent by rule`);
// An engine that answers nothing, or a comparison that could not fail, must not pass.
if (only.length === 0 && (compared < 20000 || absent * 20 < compared)) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
