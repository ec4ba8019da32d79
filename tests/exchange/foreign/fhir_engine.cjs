// fhirpath.js does what an SDC form filler does: evaluates the questionnaire's variables in order over a
// QuestionnaireResponse, then each calculatedExpression. It knows nothing of Rapport.
'use strict';
const path = require('path');

const variableUrl = 'http://hl7.org/fhir/StructureDefinition/variable';
const calculatedUrl = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';
const ordinalUrl = 'http://hl7.org/fhir/StructureDefinition/ordinalValue';

module.exports = (foreign) => {
  let fhirpath;
  let model;
  try {
    fhirpath = require(path.join(foreign, 'node_modules/fhirpath'));
    model = require(path.join(foreign, 'node_modules/fhirpath/fhir-context/r4'));
  } catch (error) {
    console.log(`fhirpath.js is not in ${foreign}: run packaging/install.sh --tests. ${error.message.split('\n')[0]}`);
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
  const compile = (text) => fhirpath.compile(text, model);

  const open = (text, definition) => {
    const form = JSON.parse(text);
    const variables = form.extension.filter((each) => each.url === variableUrl).map((each) => ({
      name: each.valueExpression.name, run: compile(each.valueExpression.expression),
    }));
    const calculations = form.item.filter((item) => item.linkId.startsWith('score.')).map((item) => ({
      id: item.linkId.slice('score.'.length), whole: item.type === 'integer',
      run: compile(item.extension.find((each) => each.url === calculatedUrl).valueExpression.expression),
    }));
    const questions = form.item.filter((item) => item.type === 'choice');
    if (calculations.length !== definition.scores.length || questions.length !== definition.items.length)
      throw new Error(`${definition.id}: a question or a score was not exported`);

    const codingOf = (question, value) => {
      const option = question.answerOption.find((each) => {
        const points = each.valueCoding.extension.find((extension) => extension.url === ordinalUrl);
        return points.valueDecimal === value;
      });
      const {extension, ...coding} = option.valueCoding; // as clients store it: code and words, no points
      return coding;
    };
    const scores = (answers, context) => {
      const response = {
        resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: `${form.url}|${form.version}`,
        item: questions.filter((question) => question.linkId in answers).map((question) => ({
          linkId: question.linkId, answer: [{valueCoding: codingOf(question, answers[question.linkId])}],
        })),
      };
      const known = {
        resource: response, questionnaire: form,
        patient: context.sex ? {resourceType: 'Patient', gender: context.sex} : {resourceType: 'Patient'},
      };
      for (const variable of variables) known[variable.name] = variable.run(response, known);
      const out = {};
      for (const calculation of calculations) {
        const value = calculation.run(response, known);
        if (value.length > 1) throw new Error(`${definition.id} ${calculation.id}: more than one value`);
        out[calculation.id] = value.length === 0 ? null : Number(value[0]);
        if (calculation.whole && value.length === 1 && !Number.isInteger(out[calculation.id]))
          throw new Error(`${definition.id} ${calculation.id}: said to be whole, but is ${out[calculation.id]}`);
      }
      return out;
    };
    return {scores};
  };
  return {name: 'fhirpath.js ' + require(path.join(foreign, 'node_modules/fhirpath/package.json')).version, open};
};
