/** The import rules of the architecture: who may know whom. Specs are held to the folders, not to the packages. */

const SPEC = '\\.spec\\.ts$';

/** Packages and Node modules that compute and touch nothing outside the process's memory. */
const PURE_PACKAGES = 'node_modules/(ipaddr\\.js|sift|uuidv7|typeid-js)/';
const PURE_CORE = '^(node:)?(crypto|buffer|url|util|string_decoder)$';

const RESOURCES = 'tenants|event-types|formats|webhooks|events|deliveries|stats|replays|retention|inboxes';

/** What a resource folder stands on; `src/app.module.ts` alone knows everything. */
const FOUNDATIONS = 'engine|auth|database|http|domain';

/** Forbids imports of our own sources but those listed: `from` and `to` are folder patterns below src/. */
const onlyImports = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: `^src/(${from})/` },
  to: { path: '^src/', pathNot: to.map((folder) => `^src/(${folder})/`) },
});

const layers = [
  onlyImports('domain-imports-nothing', 'domain', ['domain'], 'The rules of the subject depend on nobody.'),
  onlyImports(
    'wire-only-domain',
    'wire',
    ['wire', 'domain'],
    'A wire format is computed from domain values.',
  ),
  onlyImports(
    'engine-only-domain-and-wire',
    'engine',
    ['engine', 'wire', 'domain'],
    'The engine runs in any process, with no shell around it.',
  ),
  onlyImports(
    'config-only-domain',
    'config',
    ['config', 'domain'],
    'Settings are read before anything runs.',
  ),
  onlyImports(
    'foundations-know-no-resource',
    'http|database|auth',
    ['http|database|auth', 'config', FOUNDATIONS],
    'What every resource stands on knows none of them.',
  ),
  onlyImports(
    'webhooks-on-foundations-and-wire',
    'webhooks',
    ['webhooks', FOUNDATIONS, 'wire'],
    'A webhook is validated against its wire format.',
  ),
  onlyImports(
    'formats-on-foundations-and-wire',
    'formats',
    ['formats', FOUNDATIONS, 'wire'],
    'A tenant’s format is compiled before it is stored.',
  ),
  {
    name: 'resources-on-foundations',
    severity: 'error',
    comment: 'Resources meet in the database and in app.module.ts, not in each other.',
    from: { path: `^src/(${RESOURCES})/`, pathNot: '^src/(formats|webhooks)/' },
    // $1 is the folder that imports: a resource may import itself.
    to: { path: '^src/', pathNot: ['^src/$1/', `^src/(${FOUNDATIONS})/`] },
  },
  {
    name: 'adapters-through-services',
    severity: 'error',
    comment: 'Dialects and the probe act through the services of the resources, never on their rows.',
    from: { path: '^src/(dialects|probe)/' },
    to: { path: `^src/(${RESOURCES})/`, pathNot: '\\.service\\.ts$' },
  },
  {
    name: 'dialects-apart',
    severity: 'error',
    comment: 'Each stands for a system of its own; what they share stands beside their folders.',
    from: { path: '^src/dialects/([^/]+)/' },
    to: { path: '^src/dialects/', pathNot: ['^src/dialects/$1/', '^src/dialects/dialect[^/]*\\.ts$'] },
  },
  {
    name: 'what-dialects-share-knows-none',
    severity: 'error',
    comment: 'Only their list names them.',
    from: { path: '^src/dialects/[^/]+\\.ts$', pathNot: '^src/dialects/dialects\\.ts$' },
    to: { path: '^src/dialects/[^/]+/' },
  },
  {
    name: 'nobody-imports-a-dialect',
    severity: 'error',
    comment:
      'The native API is whole without them; app.module.ts adds them, and commands may read their files.',
    from: { path: '^src/[^/]+/', pathNot: ['^src/(dialects|cli)/', SPEC] },
    to: { path: '^src/dialects/' },
  },
  {
    name: 'shells-know-no-resource',
    severity: 'error',
    comment: 'Only app.module.ts imports everything.',
    from: { path: '^src/(dispatcher|ingest|operations|console)/' },
    to: { path: `^src/(${RESOURCES}|dialects|probe)/` },
  },
  {
    name: 'nobody-imports-the-root',
    severity: 'error',
    comment: 'The composition root depends on all; nothing in a folder depends on it but the commands.',
    from: { path: '^src/[^/]+/', pathNot: ['^src/cli/', SPEC] },
    to: { path: '^src/[^/]+\\.ts$' },
  },
  {
    name: 'only-the-root-runs-commands',
    severity: 'error',
    comment: 'A command is a way in, not a library.',
    from: { path: '^src/', pathNot: '^src/cli/' },
    to: { path: '^src/cli/' },
  },
  {
    name: 'client-on-the-engine',
    severity: 'error',
    comment:
      'The client library is the engine with a face, and what starts a database: no Nest shell comes with it.',
    from: { path: '^packages/client/' },
    to: { path: '^src/', pathNot: '^src/(engine|wire|domain|database)/' },
  },
  {
    name: 'nobody-imports-the-client',
    severity: 'error',
    comment: 'It is a way in, like the API: what it needs of Posthorn, Posthorn does not need of it.',
    from: { path: '^src/' },
    to: { path: '^packages/' },
  },
  {
    name: 'sources-know-no-test',
    severity: 'error',
    comment: 'What runs in production does not come from test/ or tools/.',
    from: { path: '^(src|packages)/', pathNot: SPEC },
    to: { path: ['^(test|tools|dist)/', SPEC] },
  },
];

const packages = [
  {
    name: 'pure-folders-use-pure-packages',
    severity: 'error',
    comment: 'No Nest, Prisma, pg, environment or I/O in domain/ and wire/.',
    from: { path: '^src/(domain|wire)/', pathNot: SPEC },
    to: { path: 'node_modules/', pathNot: PURE_PACKAGES },
  },
  {
    name: 'pure-folders-use-pure-node-modules',
    severity: 'error',
    comment: 'No files, sockets or timers in domain/ and wire/.',
    from: { path: '^src/(domain|wire)/', pathNot: SPEC },
    to: { dependencyTypes: ['core'], pathNot: PURE_CORE },
  },
  {
    name: 'engine-without-nest-or-prisma',
    severity: 'error',
    comment: 'The engine is plain TypeScript over pg, usable in any process.',
    from: { path: '^src/engine/' },
    to: { path: 'node_modules/(@nestjs|@prisma|prisma|reflect-metadata|rxjs)/' },
  },
  {
    name: 'requests-leave-through-the-transport',
    severity: 'error',
    comment:
      'Every outgoing request passes the address guard; commands talk to the API that they are told of.',
    from: { path: '^src/', pathNot: ['^src/engine/transport/', '^src/cli/', SPEC] },
    to: { path: 'node_modules/(axios|undici)/' },
  },
  {
    name: 'client-installs-two-packages',
    severity: 'error',
    comment: 'Whoever installs the library gets pg and undici with it, and undici is the transport’s.',
    from: { path: '^packages/client/', pathNot: SPEC },
    to: { path: 'node_modules/', pathNot: 'node_modules/(@types/)?pg/' },
  },
  {
    name: 'client-without-prisma',
    severity: 'error',
    comment: 'Rows are reached through pg: the generated client would be ten times the size of the library.',
    from: { path: '^packages/client/' },
    to: { path: '^src/database/(generated/|database\\.ts|migrations\\.ts|schema-engine\\.ts)' },
  },
  {
    name: 'metrics-library-in-operations',
    severity: 'error',
    comment:
      'Who does the work tells an observer what was done; how that is counted and shown is one folder.',
    from: { path: '^src/', pathNot: ['^src/operations/metrics/', SPEC] },
    to: { path: 'node_modules/prom-client/' },
  },
  {
    name: 'telemetry-in-operations',
    severity: 'error',
    comment: 'The engine says what it does to a tracer; OpenTelemetry is loaded only where traces are sent.',
    from: { path: '^src/', pathNot: ['^src/operations/tracing/', SPEC] },
    to: { path: 'node_modules/@opentelemetry/' },
  },
  {
    name: 'redis-in-ingest',
    severity: 'error',
    comment: 'Redis is a place that events may come from, and nothing that Posthorn needs.',
    from: { path: '^src/', pathNot: ['^src/ingest/', SPEC] },
    to: { path: 'node_modules/ioredis/' },
  },
  {
    name: 'prisma-client-in-repositories',
    severity: 'error',
    comment: 'Rows are read and written by repositories and by database/ alone.',
    from: { path: '^src/', pathNot: ['^src/database/', '\\.repository\\.ts$', SPEC] },
    to: { path: ['^src/database/generated/', 'node_modules/(@prisma/client|\\.prisma)/'] },
  },
  {
    name: 'no-development-packages-in-production',
    severity: 'error',
    comment: 'The container installs no development dependencies.',
    from: { path: '^src/', pathNot: SPEC },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-optional', 'type-only'] },
  },
];

const graph = [
  {
    name: 'no-circles',
    severity: 'error',
    comment: 'In a circle no file can be understood, tested or moved alone. Type imports count.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'imports-resolve',
    severity: 'error',
    comment: 'A path that leads nowhere is passed over by every rule above.',
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden: [...layers, ...packages, ...graph],
  options: {
    doNotFollow: { path: ['node_modules', '^src/database/generated/'] },
    exclude: { path: '^(dist|packages/[^/]+/dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
