// fhirpath.js and a FHIR validator read one release: each resource is valid, and each score that the bundle states is what
// the questionnaire's own expressions come to over the response. node fhir.cjs FOLDER FOREIGN
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const [folder, foreign] = process.argv.slice(2);
const need = createRequire(path.join(path.resolve(foreign), 'package.json'));
const fhirpath = need('fhirpath');
const r4 = need('fhirpath/fhir-context/r4');
const bundle = JSON.parse(fs.readFileSync(path.join(folder, 'fhir_bundle.json'), 'utf8'));
const wrong = [];
let scores = 0;
const byUrl = new Map(bundle.entry.map((e) => [e.fullUrl, e.resource]));
const questionnaires = new Map();
for (const { resource } of bundle.entry)
  if (resource.resourceType === 'Questionnaire') questionnaires.set(resource.url, resource);
const observations = new Map();
for (const { resource } of bundle.entry)
  if (resource.resourceType === 'Observation') {
    const to = resource.derivedFrom[0].reference;
    if (!byUrl.has(to)) wrong.push('no ' + to);
    if (!observations.has(to)) observations.set(to, []);
    observations.get(to).push(resource);
  }
const compiled = new Map();
function evaluate(expression, resource, context) {
  if (!compiled.has(expression)) compiled.set(expression, fhirpath.compile(expression, r4));
  return compiled.get(expression)(resource, context);
}
for (const { fullUrl, resource } of bundle.entry) {
  if (resource.resourceType !== 'QuestionnaireResponse') continue;
  const questionnaire = questionnaires.get(resource.questionnaire.split('|')[0]);
  const patient = byUrl.get(resource.subject.reference);
  const answered = { ...resource, item: resource.item.filter((i) => !i.linkId.startsWith('score.')) };
  const context = { resource: answered, questionnaire, patient };
  for (const e of questionnaire.extension)
    if (e.url.endsWith('/variable'))
      context[e.valueExpression.name] = evaluate(e.valueExpression.expression, answered, context);
  const items = questionnaire.item.filter((i) => i.linkId.startsWith('score.'));
  const stated = observations.get(fullUrl) || [];
  if (items.length !== stated.length) wrong.push(fullUrl + ': number of scores');
  items.forEach((item, at) => {
    const calculated = item.extension.find((e) => e.url.endsWith('calculatedExpression')).valueExpression.expression;
    const value = evaluate(calculated, answered, context)[0];
    const said = stated[at].valueQuantity ? stated[at].valueQuantity.value : undefined;
    const theirs = value === undefined ? undefined : Number(value);
    scores += 1;
    if (theirs === undefined ? said !== undefined : said === undefined || Math.abs(theirs - said) > 1e-6)
      wrong.push(`${fullUrl} ${item.linkId}: ${said}, they have ${theirs}`);
  });
}
let checked = 0;
try {
  const { Fhir } = need('fhir');
  const fhir = new Fhir();
  for (const { fullUrl, resource } of bundle.entry) {
    checked += 1;
    const result = fhir.validate(resource, { errorOnUnexpected: true });
    const bad = (result.messages || []).filter((m) => m.severity === 'error' || m.severity === 'fatal');
    if (bad.length) wrong.push(fullUrl + ' ' + bad[0].location + ' ' + bad[0].message);
  }
} catch (error) {
  if (error.code !== 'MODULE_NOT_FOUND') throw error;
  wrong.push('the validator (npm fhir) is not installed');
}
console.log(JSON.stringify({ scores, validated: checked, wrong: wrong.length, first: wrong.slice(0, 10) }));
process.exit(wrong.length ? 1 : 0);
