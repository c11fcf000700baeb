import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import jsxA11y from 'eslint-plugin-jsx-a11y-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { describeExemptFunctionLength } from './tools/lint/describe-exempt-function-length.mjs';

/** Each ban stands with its reason, which is what the person who meets it reads. */
const bans = {
  environment: [
    {
      selector: "MemberExpression[object.name='process'][property.name='env']",
      message: 'Settings are read once, in src/config: take what you need from Settings.',
    },
  ],
  unsafeSql: [
    {
      selector: 'MemberExpression[property.name=/^\\$(query|execute)RawUnsafe$/]',
      message: 'Text becomes SQL here: use a tagged template, or a statement file with parameters.',
    },
  ],
  defaultExport: [
    {
      selector: 'ExportDefaultDeclaration',
      message: 'One thing, one name everywhere: export it by name.',
    },
  ],
  impurity: [
    {
      selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
      message: 'Time comes in as an argument.',
    },
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'Time comes in as an argument.',
    },
    {
      selector: "MemberExpression[object.name='Math'][property.name='random']",
      message: 'Chance comes in as an argument.',
    },
  ],
};

const restrict = (...groups) => ({ 'no-restricted-syntax': ['error', ...groups.flat()] });

/** Words that name no thing: what they end in says what it is, and what they stand for belongs in the name. */
const emptySuffix = { regex: '(Manager|Impl|Helper|Util)s?$', match: false };

const naming = [
  'error',
  { selector: 'default', format: ['camelCase'], leadingUnderscore: 'allow' },
  { selector: 'import', format: null },
  { selector: 'variable', format: ['camelCase'], leadingUnderscore: 'allow', custom: emptySuffix },
  {
    selector: 'variable',
    modifiers: ['const'],
    // Decorators made by a call (`const Tenant = createParamDecorator(…)`) are written as they are used.
    format: ['camelCase', 'UPPER_CASE', 'PascalCase'],
    leadingUnderscore: 'allow',
    custom: emptySuffix,
  },
  { selector: 'function', format: ['camelCase', 'PascalCase'], custom: emptySuffix },
  { selector: 'typeLike', format: ['PascalCase'], custom: emptySuffix },
  // The API's JSON, SQL rows, headers and environment variables keep the names that they have out there.
  { selector: 'memberLike', format: null },
  { selector: ['method', 'parameterProperty'], format: ['camelCase'] },
  { selector: 'method', modifiers: ['requiresQuotes'], format: null },
  { selector: 'typeMethod', format: null },
  { selector: ['variable', 'parameter'], modifiers: ['destructured'], format: null },
];

/** Bounds of STYLE.md; blank lines and comments are free. */
const sizes = {
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  'posthorn/max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 6],
  complexity: ['error', 12],
};

const everywhere = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'no-param-reassign': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
};

const typed = {
  '@typescript-eslint/naming-convention': naming,
  // A Nest module, controller or DTO is a class for its decorator's sake, however little it holds.
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
  ],
  // consistent-type-imports stays off: its fix makes `import type` of a class that Nest reads from the metadata, and
  // validation ends in silence. verbatimModuleSyntax asks for `import type` where that is safe.
  '@typescript-eslint/consistent-type-imports': 'off',
  // The class of an answer stands for plain objects; it is a class for its decorators' sake.
  '@typescript-eslint/no-misused-spread': 'off',
  // Nest declares its options as classes and takes plain objects.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
};

export default defineConfig(
  {
    ignores: [
      'dist/',
      'packages/*/dist/',
      'coverage/',
      'node_modules/',
      '.posthorn/',
      'src/database/generated/',
      'test/support/api-types.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    plugins: {
      posthorn: { rules: { 'max-lines-per-function': describeExemptFunctionLength } },
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...everywhere,
      ...sizes,
      ...typed,
      ...restrict(bans.environment, bans.unsafeSql, bans.defaultExport),
    },
  },
  {
    files: ['src/domain/**/*.ts', 'src/wire/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: restrict(bans.environment, bans.unsafeSql, bans.defaultExport, bans.impurity),
  },
  {
    files: ['src/config/**/*.ts', 'packages/client/src/client-settings.ts', 'test/**/*.ts', '**/*.spec.ts'],
    rules: restrict(bans.unsafeSql, bans.defaultExport),
  },
  {
    files: ['web/src/**/*.ts', 'web/src/**/*.tsx'],
    extends: [reactHooks.configs.flat['recommended-latest'], jsxA11y.configs.strict],
  },
  {
    files: ['src/main.ts', 'src/cli/**/*.ts', 'test/load/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    rules: { ...everywhere, ...sizes, 'no-console': 'off' },
  },
  { files: ['tools/**/*.mjs'], rules: restrict(bans.defaultExport) },
  // Read by the tools that they are named after, which want a default export.
  {
    files: [
      '*.config.ts',
      '*.config.js',
      'web/*.config.ts',
      '.dependency-cruiser.mjs',
      'test/support/global-*.ts',
    ],
    rules: restrict(bans.unsafeSql),
  },
);
