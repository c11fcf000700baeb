import { builtinRules } from 'eslint/use-at-your-own-risk';

const coreRule = builtinRules.get('max-lines-per-function');

const SUITE = /^(f|x)?describe$/;

/** True for the callback of `describe(…)`, `describe.each(…)(…)` and their like: a list of tests, not a function to follow. */
function isSuiteCallback(node) {
  let callee = node.parent?.type === 'CallExpression' ? node.parent.callee : undefined;
  while (callee !== undefined && callee.type !== 'Identifier') {
    callee = callee.object ?? callee.callee ?? callee.tag;
  }
  return callee !== undefined && callee !== node && SUITE.test(callee.name);
}

/** ESLint's max-lines-per-function, passing over the callbacks that only group tests. */
export const describeExemptFunctionLength = {
  meta: coreRule.meta,
  create(context) {
    const report = (descriptor) => {
      if (!isSuiteCallback(descriptor.node)) context.report(descriptor);
    };
    return coreRule.create(Object.create(context, { report: { value: report } }));
  },
};
