// fhirpath.js does what an SDC form filler does: evaluates the questionnaire's variables in order over a
// QuestionnaireResponse, then each calculatedExpression. It knows nothing of Rapport. Before that, a validator that is
// not ours reads the form as FHIR R4.
'use strict';
const path = require('path');

const variableUrl = 'http://hl7.org/fhir/StructureDefinition/variable';
const calculatedUrl = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';
const enableUrl = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression';
const ordinalUrl = 'http://hl7.org/fhir/StructureDefinition/ordinalValue';

module.exports = (foreign) => {
  let fhirpath;
  let model;
  let validator;
  try {
    validator = new (require(path.join(foreign, 'node_modules/fhir')).Fhir)();
    fhirpath = require(path.join(foreign, 'node_modules/fhirpath'));
    model = require(path.join(foreign, 'node_modules/fhirpath/fhir-context/r4'));
  } catch (error) {
    console.log(`The engines are not in ${foreign}: run packaging/install.sh --tests. ${error.message.split('\n')[0]}`);
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
  const compile = (text) => fhirpath.compile(text, model);

  const weight = compile('%resource.item.where(linkId = %id).answer.value.weight()');

  const open = (text, definition) => {
    const form = JSON.parse(text);
    const found = validator.validate(form, {errorOnUnexpected: true});
    const wrong = found.messages.filter((message) => message.severity !== 'info'); // "info": a value set it does not have
    if (!found.valid || wrong.length > 0) throw new Error(`${definition.id} is not FHIR R4: ${JSON.stringify(wrong[0])}`);
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
    const evaluated = (answers, context) => {
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
      // The points of each answer by SDC's own function, from the ordinal values in the questionnaire.
      for (const question of questions) {
        const points = weight(response, {...known, id: question.linkId});
        const given = answers[question.linkId];
        if (points.length !== (given === undefined ? 0 : 1) || (points.length === 1 && Number(points[0]) !== given))
          throw new Error(`${definition.id} ${question.linkId}: ${points} points for ${given}`);
      }
      return {response, known};
    };
    const shown = (answers, context) => {
      const {response, known} = evaluated(answers, context);
      const enabled = {};
      const holds = (when) => {
        const gate = questions.find((question) => question.linkId === when.question);
        if (when.operator !== '=' || !enabled[when.question]) return false;
        const coding = codingOf(gate, answers[when.question]);
        return coding.code === when.answerCoding.code && coding.system === when.answerCoding.system;
      };
      for (const question of questions) {
        const expression = (question.extension || []).find((each) => each.url === enableUrl);
        const list = question.enableWhen;
        if (expression && list) throw new Error(`${definition.id} ${question.linkId}: two conditions`);
        if (list && list.length > 1 && !question.enableBehavior)
          throw new Error(`${definition.id} ${question.linkId}: conditions without enableBehavior`);
        if (expression) enabled[question.linkId] = compile(expression.valueExpression.expression)(response, known)[0] === true;
        else enabled[question.linkId] = !list || (question.enableBehavior === 'all' ? list.every(holds) : list.some(holds));
      }
      return questions.filter((question) => enabled[question.linkId]).map((question) => question.linkId);
    };
    const scores = (answers, context) => {
      const {response, known} = evaluated(answers, context);
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
    return {scores, shown};
  };
  const spoil = (text) => text.replace('%q3.exists()', '%q4.exists()').replace(' + %q3 ', ' + %q4 ');
  return {name: 'fhirpath.js ' + require(path.join(foreign, 'node_modules/fhirpath/package.json')).version, open, spoil};
};
